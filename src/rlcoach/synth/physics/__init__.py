"""The game's physics in plain Python: a ball, cars, the field, and recordings of all of it.

How close it is to the game was measured on real replays. Balls left alone for 0.4 s: median 5 uu/s
beside the sent velocity, 14 after a bounce off the floor. Touches by one car (1,444): the change of
the ball's velocity has a median cosine of 0.999 with the real one and 0.98 of its size. Dodges:
median 16 to 51 uu/s beside, by direction. Suspension and steering response are simpler than the
game's.

`world` takes every tick, for scenes that are looked at closely. `bodies` plays whole matches: what
meets nobody goes by frames of several ticks, and the tests hold that to the way of the ticks.
"""
