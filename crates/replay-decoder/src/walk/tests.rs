use boxcars::{ActorId, ObjectId, Rotation, StreamId, Trajectory, Vector3i};

use super::*;

const BALL: i32 = 10;
const CAR: i32 = 11;
const HIDDEN: i32 = 0;
const SCALE: i32 = 1;

fn new_actor(id: i32, object: i32) -> NewActor {
    NewActor {
        actor_id: ActorId(id),
        name_id: None,
        object_id: ObjectId(object),
        initial_trajectory: Trajectory {
            location: None,
            rotation: None,
        },
    }
}

fn update(id: i32, attribute: i32, value: i32) -> UpdatedAttribute {
    UpdatedAttribute {
        actor_id: ActorId(id),
        stream_id: StreamId(attribute),
        object_id: ObjectId(attribute),
        attribute: Attribute::Int(value),
    }
}

/// A frame of (id, object) births, deleted ids, and (id, attribute, value) updates.
fn frame(births: &[(i32, i32)], deaths: &[i32], updates: &[(i32, i32, i32)]) -> Frame {
    Frame {
        time: 1.0,
        delta: 0.5,
        new_actors: births
            .iter()
            .map(|each| new_actor(each.0, each.1))
            .collect(),
        deleted_actors: deaths.iter().map(|id| ActorId(*id)).collect(),
        updated_actors: updates
            .iter()
            .map(|each| update(each.0, each.1, each.2))
            .collect(),
    }
}

fn walk(frames: Vec<Frame>) -> Columns {
    columns(frames, 12)
}

/// Frame, actor row and value of each scalar.
fn scalars(columns: &Columns) -> Vec<(i32, i32, i64)> {
    let places = &columns.scalars.places;
    (places.frame.iter().zip(&places.actor))
        .zip(&columns.scalars.value)
        .map(|((frame, actor), value)| (*frame, *actor, *value))
        .collect()
}

#[test]
fn no_frames_give_empty_columns() {
    let found = walk(Vec::new());
    assert!(found.frame_time.is_empty() && found.actors.actor_id.is_empty());
    assert_eq!(found.attribute_updates, [0; 12]);
}

#[test]
fn frames_keep_their_time() {
    let mut second = frame(&[], &[], &[]);
    second.time = 1.25;
    let found = walk(vec![frame(&[], &[], &[]), second]);
    assert_eq!(found.frame_time, [1.0, 1.25]);
    assert_eq!(found.frame_delta, [0.5, 0.5]);
}

#[test]
fn a_birth_keeps_place_rotation_and_name() {
    let mut first = frame(&[(3, BALL), (4, CAR)], &[], &[]);
    first.new_actors[0].name_id = Some(5);
    first.new_actors[0].initial_trajectory = Trajectory {
        location: Some(Vector3i { x: 1, y: -2, z: 3 }),
        rotation: Some(Rotation {
            yaw: Some(-4),
            pitch: None,
            roll: Some(6),
        }),
    };
    let actors = walk(vec![first]).actors;
    assert_eq!(actors.actor_id, [3, 4]);
    assert_eq!(actors.object_id, [BALL, CAR]);
    assert_eq!(actors.name_id, [5, NONE_ID]);
    assert_eq!(actors.has_location, [true, false]);
    assert_eq!(actors.location, [1, -2, 3, 0, 0, 0]);
    assert_eq!(actors.rotation, [-4, 0, 6, 0, 0, 0]);
}

#[test]
fn lives_end_at_their_deletion_or_with_the_file() {
    let frames = vec![
        frame(&[(3, BALL), (4, CAR)], &[], &[]),
        frame(&[], &[3], &[]),
        frame(&[], &[], &[]),
    ];
    let actors = walk(frames).actors;
    assert_eq!(actors.birth_frame, [0, 0]);
    assert_eq!(actors.death_frame, [1, 3]);
}

#[test]
fn a_reused_id_is_another_life() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1)]),
        frame(&[(3, BALL)], &[3], &[(3, HIDDEN, 1)]),
    ];
    let found = walk(frames);
    assert_eq!(found.actors.birth_frame, [0, 1]);
    assert_eq!(found.actors.death_frame, [1, 2]);
    assert_eq!(scalars(&found), [(0, 0, 1), (1, 1, 1)]);
}

#[test]
fn another_object_under_a_living_id_replaces_it() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1)]),
        frame(&[(3, CAR)], &[], &[(3, HIDDEN, 1)]),
    ];
    let found = walk(frames);
    assert_eq!(found.actors.object_id, [BALL, CAR]);
    assert_eq!(found.actors.death_frame, [1, 2]);
    assert_eq!(scalars(&found), [(0, 0, 1), (1, 1, 1)]);
}

#[test]
fn a_keyframe_sends_an_actor_again_without_a_birth() {
    let frames = vec![frame(&[(3, BALL)], &[], &[]), frame(&[(3, BALL)], &[], &[])];
    assert_eq!(walk(frames).actors.birth_frame, [0]);
}

#[test]
fn repeats_are_dropped_in_a_keyframe_only() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1), (3, SCALE, 7)]),
        frame(&[], &[], &[(3, HIDDEN, 1)]),
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1), (3, SCALE, 8)]),
        frame(&[], &[], &[(3, HIDDEN, 1)]),
    ];
    let found = walk(frames);
    assert_eq!(
        scalars(&found),
        [(0, 0, 1), (0, 0, 7), (1, 0, 1), (2, 0, 8), (3, 0, 1)]
    );
}

#[test]
fn dropped_updates_count_all_the_same() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1)]),
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1), (3, HIDDEN, 2)]),
    ];
    let found = walk(frames);
    assert_eq!(found.scalars.places.seq, [0, 2]);
    assert_eq!(found.attribute_updates[0], 3);
}

#[test]
fn a_keyframe_compares_with_the_last_value_sent() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1), (3, HIDDEN, 2)]),
        frame(&[(3, BALL)], &[], &[(3, HIDDEN, 1)]),
    ];
    assert_eq!(scalars(&walk(frames)).last(), Some(&(1, 0, 1)));
}

#[test]
fn a_keyframe_of_one_actor_says_nothing_of_others() {
    let frames = vec![
        frame(&[(3, BALL), (4, BALL)], &[], &[(4, HIDDEN, 1)]),
        frame(&[(3, BALL)], &[], &[(4, HIDDEN, 1)]),
    ];
    assert_eq!(scalars(&walk(frames)), [(0, 1, 1), (1, 1, 1)]);
}

#[test]
fn a_life_replaced_in_its_own_keyframe_starts_afresh() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[]),
        frame(
            &[(3, BALL), (3, CAR)],
            &[],
            &[(3, HIDDEN, 1), (3, HIDDEN, 1)],
        ),
    ];
    assert_eq!(scalars(&walk(frames)), [(1, 1, 1), (1, 1, 1)]);
}

#[test]
fn updates_of_the_dead_and_the_unborn_are_counted_and_left_out() {
    let frames = vec![
        frame(&[(3, BALL)], &[], &[(900, HIDDEN, 1)]),
        frame(&[], &[3], &[(3, HIDDEN, 2)]),
    ];
    let found = walk(frames);
    assert!(scalars(&found).is_empty());
    assert_eq!(found.attribute_updates[0], 2);
}
