//! Frames to columns: actor lives, and every update that is not a keyframe's repetition.

use boxcars::{Attribute, Frame, NewActor, UpdatedAttribute};

use crate::columns::{Columns, Place};
use crate::values;

const NONE_ID: i32 = -1;

/// What is known of one actor id at this point of the file.
#[derive(Default)]
struct Slot {
    /// Row in the actor table; `None` while the id is free.
    row: Option<i32>,
    object: i32,
    /// Frame in which a keyframe last sent the actor again.
    refreshed: Option<i32>,
    /// The attributes sent so far, apart from their values: they are searched for every update,
    /// and a hostile file may give an actor more than a thousand.
    known: Vec<i32>,
    /// The last value of each attribute of `known`.
    last: Vec<Attribute>,
}

/// Walks all frames, and frees each when it is done: memory stays low, and caches warm.
pub fn columns(frames: Vec<Frame>, object_count: usize) -> Columns {
    let end = i32::try_from(frames.len()).unwrap_or(i32::MAX);
    let mut walk = Walk {
        columns: Columns {
            attribute_updates: vec![0; object_count],
            ..Columns::default()
        },
        slots: Vec::new(),
        seq: 0,
    };
    for (number, frame) in (0_i32..).zip(frames) {
        walk.frame(number, frame);
    }
    let mut columns = walk.columns;
    for death in &mut columns.actors.death_frame {
        if *death == NONE_ID {
            *death = end;
        }
    }
    columns
}

struct Walk {
    columns: Columns,
    slots: Vec<Slot>,
    /// Fits: an update takes two bits at least, and files are bounded.
    seq: i32,
}

impl Walk {
    fn frame(&mut self, number: i32, frame: Frame) {
        self.columns.frame_time.push(frame.time);
        self.columns.frame_delta.push(frame.delta);
        for actor in &frame.deleted_actors {
            let slot = self.slot(i32::from(*actor));
            if let Some(row) = slot.row.take() {
                self.end(row, number);
            }
        }
        for actor in &frame.new_actors {
            self.arrive(number, actor);
        }
        for update in frame.updated_actors {
            self.update(number, update);
        }
    }

    /// Ids are below twice the number of channels, which `outline` has bounded.
    fn slot(&mut self, id: i32) -> &mut Slot {
        let index = usize::try_from(id).unwrap_or(0);
        if index >= self.slots.len() {
            self.slots.resize_with(index + 1, Slot::default);
        }
        &mut self.slots[index]
    }

    fn end(&mut self, row: i32, frame: i32) {
        if let Some(death) = usize::try_from(row)
            .ok()
            .and_then(|row| self.columns.actors.death_frame.get_mut(row))
        {
            *death = frame;
        }
    }

    fn arrive(&mut self, frame: i32, actor: &NewActor) {
        let id = i32::from(actor.actor_id);
        let object = i32::from(actor.object_id);
        let row = i32::try_from(self.columns.actors.actor_id.len()).unwrap_or(i32::MAX);
        let slot = self.slot(id);
        if slot.row.is_some() && slot.object == object {
            slot.refreshed = Some(frame);
            return;
        }
        let replaced = slot.row.replace(row);
        slot.object = object;
        slot.refreshed = None;
        slot.known.clear();
        slot.last.clear();
        if let Some(old) = replaced {
            self.end(old, frame);
        }
        let actors = &mut self.columns.actors;
        let place = actor.initial_trajectory.location;
        let turn = actor.initial_trajectory.rotation;
        actors.actor_id.push(id);
        actors.object_id.push(object);
        actors.name_id.push(actor.name_id.unwrap_or(NONE_ID));
        actors.birth_frame.push(frame);
        actors.death_frame.push(NONE_ID);
        actors.has_location.push(place.is_some());
        actors
            .location
            .extend(place.map_or([0; 3], |at| [at.x, at.y, at.z]));
        actors.rotation.extend(turn.map_or([0; 3], |turn| {
            [turn.yaw, turn.pitch, turn.roll].map(|angle| angle.map_or(0, i16::from))
        }));
    }

    fn update(&mut self, frame: i32, update: UpdatedAttribute) {
        let seq = self.seq;
        self.seq += 1;
        let attribute = i32::from(update.object_id);
        if let Some(count) = usize::try_from(attribute)
            .ok()
            .and_then(|index| self.columns.attribute_updates.get_mut(index))
        {
            *count += 1;
        }
        let slot = usize::try_from(i32::from(update.actor_id))
            .ok()
            .and_then(|id| self.slots.get_mut(id));
        let Some(slot) = slot else { return };
        let Some(row) = slot.row else { return };
        let place = Place {
            seq,
            frame,
            actor: row,
            attribute,
        };
        let is_refreshed = slot.refreshed == Some(frame);
        match slot.known.iter().position(|known| *known == attribute) {
            Some(index) => {
                let last = &mut slot.last[index];
                if !(is_refreshed && *last == update.attribute) {
                    values::push(&mut self.columns, place, &update.attribute);
                    *last = update.attribute;
                }
            }
            None => {
                values::push(&mut self.columns, place, &update.attribute);
                slot.known.push(attribute);
                slot.last.push(update.attribute);
            }
        }
    }
}

#[cfg(test)]
mod tests;
