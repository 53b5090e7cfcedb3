"""Two services that tests refer to. The numbers are of the range kept for stories."""

from datetime import date

from content.nation import Nation
from handoff.services.service import Service

HOSTEL = Service(
    key="leeds-night-hostel",
    name="Leeds Night Hostel",
    kinds=("housing",),
    areas=("Leeds", "Bradford"),
    nations=(Nation.ENGLAND,),
    age_from=16,
    age_to=21,
    about="A bed tonight",
    phone="+44 113 496 0113",
    email="",
    web="",
    hours="Every day from 6pm",
    how_to_refer="Ring and ask for the duty worker",
    checked=date(2026, 11, 2),
)
YOT = Service(
    key="leeds-youth-justice",
    name="Leeds Youth Justice",
    kinds=("youth-justice",),
    areas=("Leeds",),
    nations=(Nation.ENGLAND,),
    age_from=10,
    age_to=17,
    about="Court and orders",
    phone="",
    email="yot@example.org",
    web="https://example.org/yot",
    hours="",
    how_to_refer="Send the form",
    checked=date(2026, 11, 2),
)
