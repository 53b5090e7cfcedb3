// What the desk says when a move was made.
import { WRITTEN_DOWN } from "./desk-facts.js";

export const DONE = {
  claim: "You have the case.",
  reply: "Sent.",
  undo: "Taken back. It stands in the box again.",
  note: "The note is kept.",
  release: "Released to the bot.",
  close: "The case is closed.",
  level: "Your judgement of the level is kept.",
  anyway: "The text goes out now.",
  contact: "Safe contact is changed.",
  offer: "Asked. The case stays where it is until they accept.",
  accept: "You have the case.",
  refuse: "You said no. They will see why.",
  takeback: "Taken back.",
  takeover: "You have the case.",
  ask: "Asked. You keep the case.",
  answer: "Answered.",
  reopen: "The case is open again, and yours.",
  seen: "Put away.",
  ...WRITTEN_DOWN,
};
