"""Writes a played match as a `.replay` file, as the game would have recorded it.

What is sent: bodies of the ball in every frame they change and of cars in every second or third;
sticks, handbrake and ball camera when they change; counters of jumps, dodges, boost and flips with
the direction of dodges and double jumps; regained dodges; boost when it rises and when boosting
stops; pads taken and returned; demolitions; touches by team, goals with their explosion, state,
countdown, clock, rounds, overtime, announcements; the scoreboard; who plays with which account,
party, car, camera and ping; match, playlist and server. Keyframes say all of it again. The header
has the result, goals, highlights and scoreboard, the body tick marks and keyframes.

What is knowingly not sent: cosmetics besides the car's body, club, title and voice; camera
direction and rear view; counts of activations in the air, how long a flip from the roof takes;
crowd, rumble and vote actors; the winner of the match, votes to forfeit. Sticks are sent in the
frame they change, where the game waits until the car is due. A pad's actor and a camera's live
from their first frame to the last, where the game makes new ones at kickoffs.

`era` says what is sent in which form, `schema` what an actor can send; `cast` who appears,
`match`, `people`, `balls`, `cars` and `pads` say what they send; `frames` makes bits of it.
"""

from rlcoach.synth.writing.era import CURRENT, LEGACY, Era
from rlcoach.synth.writing.replay import UnwritableRecordError, write_replay

__all__ = ["CURRENT", "LEGACY", "Era", "UnwritableRecordError", "write_replay"]
