use boxcars::{
    AppliedDamage, ClubColors, DamageState, ExtendedExplosion, ObjectId, PickupInfo, PickupNew,
    Ps4Id, PsyNetId, Quaternion, ReplicatedBoost, Reservation, Rotation, StatEvent, SwitchId,
    TeamPaint, Welded,
};

use super::*;

const PLACE: Place = Place {
    seq: 1,
    frame: 2,
    actor: 3,
    attribute: 4,
};

fn pushed(attribute: Attribute) -> Columns {
    let mut columns = Columns::default();
    push(&mut columns, PLACE, &attribute);
    columns
}

fn rows(columns: &Columns) -> [usize; 6] {
    [
        columns.scalars.places.seq.len(),
        columns.floats.places.seq.len(),
        columns.vectors.places.seq.len(),
        columns.bodies.places.seq.len(),
        columns.records.places.seq.len(),
        columns.texts.places.seq.len(),
    ]
}

fn link(active: bool, actor: i32) -> ActiveActor {
    ActiveActor {
        active,
        actor: ActorId(actor),
    }
}

fn vector(x: f32, y: f32, z: f32) -> Vector3f {
    Vector3f { x, y, z }
}

fn unique(remote_id: RemoteId) -> UniqueId {
    UniqueId {
        system_id: 6,
        remote_id,
        local_id: 1,
    }
}

fn assert_scalar(attribute: Attribute, value: i64, extra: i32) {
    let name = format!("{attribute:?}");
    let columns = pushed(attribute);
    assert_eq!(rows(&columns), [1, 0, 0, 0, 0, 0], "{name}");
    assert_eq!(columns.scalars.value, [value], "{name}");
    assert_eq!(columns.scalars.extra, [extra], "{name}");
}

fn assert_record(attribute: Attribute, expected: &[f64]) {
    let name = format!("{attribute:?}");
    let columns = pushed(attribute);
    assert_eq!(rows(&columns), [0, 0, 0, 0, 1, 0], "{name}");
    let value = &columns.records.value;
    assert_eq!(value.len(), RECORD_WIDTH, "{name}");
    assert_eq!(value[..expected.len()], *expected, "{name}");
    assert!(
        value[expected.len()..].iter().all(|cell| cell.is_nan()),
        "{name}"
    );
}

fn assert_text(attribute: Attribute, text: &str, name: &str, number: i32) {
    let columns = pushed(attribute);
    assert_eq!(rows(&columns), [0, 0, 0, 0, 0, 1]);
    assert_eq!(columns.texts.text, [text]);
    assert_eq!(columns.texts.name, [name]);
    assert_eq!(columns.texts.number, [number]);
}

#[test]
fn a_row_says_where_it_stands() {
    let places = pushed(Attribute::Boolean(true)).scalars.places;
    assert_eq!(places.seq, [1]);
    assert_eq!(places.frame, [2]);
    assert_eq!(places.actor, [3]);
    assert_eq!(places.attribute, [4]);
}

#[test]
fn single_numbers_are_scalars() {
    assert_scalar(Attribute::Boolean(true), 1, 0);
    assert_scalar(Attribute::Byte(200), 200, 0);
    assert_scalar(Attribute::Int(-5), -5, 0);
    assert_scalar(Attribute::Enum(7), 7, 0);
    assert_scalar(Attribute::PlayerHistoryKey(9), 9, 0);
    assert_scalar(Attribute::Int64(i64::MIN), i64::MIN, 0);
    assert_scalar(Attribute::QWord(u64::MAX), -1, 0);
}

#[test]
fn pairs_of_numbers_are_scalars_with_an_extra() {
    assert_scalar(Attribute::FlaggedByte(true, 8), 8, 1);
    assert_scalar(Attribute::GameMode(2, 3), 3, 2);
    assert_scalar(Attribute::ActiveActor(link(true, -1)), -1, 1);
    let event = StatEvent {
        unknown1: true,
        object_id: -1,
    };
    assert_scalar(Attribute::StatEvent(event), -1, 1);
    let boost = ReplicatedBoost {
        grant_count: 2,
        boost_amount: 85,
        unused1: 9,
        unused2: 9,
    };
    assert_scalar(Attribute::ReplicatedBoost(boost), 85, 2);
    let paint = TeamPaint {
        team: 1,
        primary_color: 13,
        accent_color: 9,
        primary_finish: 9,
        accent_finish: 9,
    };
    assert_scalar(Attribute::TeamPaint(paint), 1, 13);
    let welded = Welded {
        active: true,
        actor: ActorId(6),
        offset: vector(1.0, 2.0, 3.0),
        mass: 4.0,
        rotation: Rotation {
            yaw: None,
            pitch: None,
            roll: None,
        },
    };
    assert_scalar(Attribute::Welded(welded), 6, 1);
}

#[test]
fn pickups_name_who_took_them() {
    for (instigator, extra) in [(Some(ActorId(4)), 4), (None, -1)] {
        let old = boxcars::Pickup {
            instigator,
            picked_up: true,
        };
        assert_scalar(Attribute::Pickup(old), 1, extra);
        let new = PickupNew {
            instigator,
            picked_up: 255,
        };
        assert_scalar(Attribute::PickupNew(new), 255, extra);
    }
}

#[test]
fn floats_and_vectors_have_their_own_tables() {
    let float = pushed(Attribute::Float(0.1));
    assert_eq!(rows(&float), [0, 1, 0, 0, 0, 0]);
    assert_eq!(float.floats.value, [0.1]);
    let location = pushed(Attribute::Location(vector(1.0, 2.0, 3.0)));
    assert_eq!(rows(&location), [0, 0, 1, 0, 0, 0]);
    assert_eq!(location.vectors.value, [1.0, 2.0, 3.0]);
}

#[test]
fn a_body_is_one_row_of_thirteen() {
    let mut body = RigidBody {
        sleeping: false,
        location: vector(1.0, 2.0, 3.0),
        rotation: Quaternion {
            x: 4.0,
            y: 5.0,
            z: 6.0,
            w: 7.0,
        },
        linear_velocity: Some(vector(8.0, 9.0, 10.0)),
        angular_velocity: Some(vector(11.0, 12.0, 13.0)),
    };
    let moving = pushed(Attribute::RigidBody(body)).bodies;
    let whole: Vec<f32> = (1..=13_u8).map(f32::from).collect();
    assert_eq!(moving.value, whole);
    assert_eq!(
        (moving.sleeping, moving.has_linear, moving.has_angular),
        (vec![false], vec![true], vec![true])
    );
    body.sleeping = true;
    body.linear_velocity = None;
    body.angular_velocity = None;
    let asleep = pushed(Attribute::RigidBody(body)).bodies;
    assert_eq!(asleep.value[..7], whole[..7]);
    assert_eq!(asleep.value[7..], [0.0; 6]);
    assert_eq!(
        (asleep.sleeping, asleep.has_linear, asleep.has_angular),
        (vec![true], vec![false], vec![false])
    );
}

#[test]
fn the_three_shapes_of_a_demolition() {
    let attack_velocity = vector(1.0, 2.0, 3.0);
    let victim_velocity = vector(4.0, 5.0, 6.0);
    let plain = Demolish {
        attacker_flag: true,
        attacker: ActorId(7),
        victim_flag: false,
        victim: ActorId(-1),
        attack_velocity,
        victim_velocity,
    };
    let common = [1.0, 7.0, 0.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    assert_record(Attribute::Demolish(Box::new(plain)), &common);
    let with_effect = DemolishFx {
        custom_demo_flag: true,
        custom_demo_id: 42,
        attacker_flag: true,
        attacker: ActorId(7),
        victim_flag: false,
        victim: ActorId(-1),
        attack_velocity,
        victim_velocity,
    };
    let row = [common.as_slice(), &[1.0, 42.0]].concat();
    assert_record(Attribute::DemolishFx(Box::new(with_effect)), &row);
    let extended = DemolishExtended {
        attacker_pri: link(true, 99),
        self_demo: link(true, 99),
        self_demolish: true,
        goal_explosion_owner: link(false, 99),
        attacker: link(true, 7),
        victim: link(false, -1),
        attacker_velocity: attack_velocity,
        victim_velocity,
    };
    let row = [common.as_slice(), &[1.0, 0.0]].concat();
    assert_record(Attribute::DemolishExtended(Box::new(extended)), &row);
}

#[test]
fn explosions_and_damage_are_records() {
    let explosion = Explosion {
        flag: true,
        actor: ActorId(7),
        location: vector(1.0, 2.0, 3.0),
    };
    let row = [1.0, 7.0, 1.0, 2.0, 3.0];
    assert_record(Attribute::Explosion(explosion), &row);
    let extended = ExtendedExplosion {
        explosion,
        unknown1: true,
        secondary_actor: ActorId(8),
    };
    let row = [row.as_slice(), &[8.0]].concat();
    assert_record(Attribute::ExtendedExplosion(extended), &row);
    let tile = DamageState {
        tile_state: 2,
        damaged: true,
        offender: ActorId(7),
        ball_position: vector(1.0, 2.0, 3.0),
        direct_hit: true,
        unknown1: false,
    };
    let row = [2.0, 1.0, 7.0, 1.0, 2.0, 3.0, 1.0];
    assert_record(Attribute::DamageState(tile), &row);
    let damage = AppliedDamage {
        id: 5,
        position: vector(1.0, 2.0, 3.0),
        damage_index: 2,
        total_damage: -7,
    };
    let row = [5.0, 1.0, 2.0, 3.0, 2.0, -7.0];
    assert_record(Attribute::AppliedDamage(damage), &row);
}

#[test]
fn rumble_items_are_records() {
    let info = PickupInfo {
        available_pickups: [link(true, 1), link(false, -1), link(true, 3)],
        items_are_preview: true,
    };
    let row = [1.0, 1.0, 0.0, -1.0, 1.0, 3.0, 1.0];
    assert_record(Attribute::PickupInfo(info), &row);
}

#[test]
fn identities_name_kind_and_both_ids() {
    let cases = [
        (RemoteId::Steam(u64::MAX), "Steam|18446744073709551615|1"),
        (RemoteId::Xbox(12), "Xbox|12|1"),
        (RemoteId::QQ(12), "QQ|12|1"),
        (RemoteId::SplitScreen(3), "SplitScreen|3|1"),
        (RemoteId::Epic("ab|c".into()), "Epic|ab|c|1"),
        (
            RemoteId::PsyNet(PsyNetId {
                online_id: 5,
                unknown1: vec![1],
            }),
            "PsyNet|5|1",
        ),
        (
            RemoteId::Switch(SwitchId {
                online_id: 6,
                unknown1: vec![1],
            }),
            "Switch|6|1",
        ),
    ];
    for (remote_id, text) in cases {
        let id = Box::new(unique(remote_id));
        assert_text(Attribute::UniqueId(id.clone()), text, "", 6);
        assert_text(Attribute::PartyLeader(Some(id)), text, "", 6);
    }
}

#[test]
fn a_playstation_id_brings_a_name() {
    let id = unique(RemoteId::PlayStation(Ps4Id {
        online_id: 7,
        name: "Ann".into(),
        unknown1: Vec::new(),
    }));
    assert_text(
        Attribute::UniqueId(Box::new(id)),
        "PlayStation|7|1",
        "Ann",
        6,
    );
}

#[test]
fn texts_that_are_no_identity() {
    assert_text(Attribute::String("höp".into()), "höp", "", 0);
    assert_text(Attribute::PartyLeader(None), "", "", 0);
}

#[test]
fn a_reservation_brings_the_name_of_the_player() {
    let mut seat = Reservation {
        number: u32::MAX,
        unique_id: unique(RemoteId::Steam(1)),
        name: Some("Bob".into()),
        unknown1: true,
        unknown2: true,
        unknown3: None,
    };
    let bob = Attribute::Reservation(Box::new(seat.clone()));
    assert_text(bob, "Steam|1|1", "Bob", -1);
    seat.name = None;
    let nobody = Attribute::Reservation(Box::new(seat));
    assert_text(nobody, "Steam|1|1", "", -1);
}

#[test]
fn types_without_a_table_leave_no_row() {
    let colors = ClubColors {
        blue_flag: true,
        blue_color: 1,
        orange_flag: true,
        orange_color: 2,
    };
    let product = boxcars::Product {
        unknown: true,
        object_ind: ObjectId(1),
        value: boxcars::ProductValue::Absent,
    };
    for attribute in [
        Attribute::ClubColors(colors),
        Attribute::LoadoutOnline(vec![vec![product]]),
    ] {
        assert_eq!(rows(&pushed(attribute)), [0; 6]);
    }
}

// `CamSettings` and `Loadout` can be made by the parser alone: see the tests of `decoding`.
