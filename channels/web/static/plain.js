import { leaveBy } from "./leaving.js";

leaveBy(document.getElementById("leave"));
