//! One attribute value to one row of the table its type belongs to.

use boxcars::{
    ActiveActor, ActorId, Attribute, CamSettings, Demolish, DemolishExtended, DemolishFx,
    Explosion, RemoteId, RigidBody, UniqueId, Vector3f,
};

use crate::columns::{BODY_WIDTH, Bodies, Columns, Place, RECORD_WIDTH};

const NONE_ID: i32 = -1;

/// Files `attribute` under its table; types without a table are passed over.
pub fn push(columns: &mut Columns, place: Place, attribute: &Attribute) {
    if let Some((value, extra)) = scalar(attribute) {
        columns.scalars.places.push(place);
        columns.scalars.value.push(value);
        columns.scalars.extra.push(extra);
        return;
    }
    match attribute {
        Attribute::RigidBody(body) => push_body(&mut columns.bodies, place, body),
        Attribute::Float(value) => {
            columns.floats.places.push(place);
            columns.floats.value.push(*value);
        }
        Attribute::Location(value) => {
            columns.vectors.places.push(place);
            columns.vectors.value.extend(xyz(*value));
        }
        _ => push_rare(columns, place, attribute),
    }
}

fn push_rare(columns: &mut Columns, place: Place, attribute: &Attribute) {
    if let Some((text, name, number)) = text(attribute) {
        columns.texts.places.push(place);
        columns.texts.text.push(text);
        columns.texts.name.push(name);
        columns.texts.number.push(number);
    } else if let Some(values) = record(attribute) {
        columns.records.places.push(place);
        columns.records.value.extend_from_slice(&values);
        columns
            .records
            .value
            .extend(std::iter::repeat_n(f64::NAN, RECORD_WIDTH - values.len()));
    }
}

fn scalar(attribute: &Attribute) -> Option<(i64, i32)> {
    let id = |actor: Option<ActorId>| actor.map_or(NONE_ID, i32::from);
    Some(match attribute {
        Attribute::Boolean(value) => (i64::from(*value), 0),
        Attribute::Byte(value) => (i64::from(*value), 0),
        Attribute::Int(value) => (i64::from(*value), 0),
        Attribute::Enum(value) | Attribute::PlayerHistoryKey(value) => (i64::from(*value), 0),
        Attribute::Int64(value) => (*value, 0),
        Attribute::QWord(value) => (value.cast_signed(), 0),
        Attribute::FlaggedByte(flag, value) => (i64::from(*value), i32::from(*flag)),
        Attribute::GameMode(first, mode) => (i64::from(*mode), i32::from(*first)),
        Attribute::ActiveActor(link) => (i64::from(i32::from(link.actor)), i32::from(link.active)),
        Attribute::Welded(weld) => (i64::from(i32::from(weld.actor)), i32::from(weld.active)),
        Attribute::Pickup(pickup) => (i64::from(pickup.picked_up), id(pickup.instigator)),
        Attribute::PickupNew(pickup) => (i64::from(pickup.picked_up), id(pickup.instigator)),
        Attribute::ReplicatedBoost(boost) => {
            (i64::from(boost.boost_amount), i32::from(boost.grant_count))
        }
        Attribute::StatEvent(event) => (i64::from(event.object_id), i32::from(event.unknown1)),
        Attribute::TeamPaint(paint) => (i64::from(paint.team), i32::from(paint.primary_color)),
        Attribute::Loadout(loadout) => (i64::from(loadout.body), loadout.body.cast_signed()),
        Attribute::TeamLoadout(loadout) => (
            i64::from(loadout.blue.body),
            loadout.orange.body.cast_signed(),
        ),
        _ => return None,
    })
}

fn push_body(bodies: &mut Bodies, place: Place, body: &RigidBody) {
    bodies.places.push(place);
    bodies.sleeping.push(body.sleeping);
    bodies.has_linear.push(body.linear_velocity.is_some());
    bodies.has_angular.push(body.angular_velocity.is_some());
    let [x, y, z] = xyz(body.location);
    let turn = body.rotation;
    let [vx, vy, vz] = body.linear_velocity.map_or([0.0; 3], xyz);
    let [wx, wy, wz] = body.angular_velocity.map_or([0.0; 3], xyz);
    let row: [f32; BODY_WIDTH] = [
        x, y, z, turn.x, turn.y, turn.z, turn.w, vx, vy, vz, wx, wy, wz,
    ];
    bodies.value.extend_from_slice(&row);
}

fn text(attribute: &Attribute) -> Option<(String, String, i32)> {
    Some(match attribute {
        Attribute::String(value) => (value.clone(), String::new(), 0),
        Attribute::UniqueId(id) => identity(id),
        Attribute::PartyLeader(leader) => leader
            .as_ref()
            .map_or_else(|| (String::new(), String::new(), 0), |id| identity(id)),
        Attribute::Reservation(seat) => (
            identity(&seat.unique_id).0,
            seat.name.clone().unwrap_or_default(),
            seat.number.cast_signed(),
        ),
        _ => return None,
    })
}

/// `kind|online id|local id`, the name a PlayStation id carries, and the system id.
fn identity(id: &UniqueId) -> (String, String, i32) {
    let mut name = String::new();
    let (kind, online_id) = match &id.remote_id {
        RemoteId::PlayStation(ps) => {
            name.clone_from(&ps.name);
            ("PlayStation", ps.online_id.to_string())
        }
        RemoteId::PsyNet(psynet) => ("PsyNet", psynet.online_id.to_string()),
        RemoteId::SplitScreen(number) => ("SplitScreen", number.to_string()),
        RemoteId::Steam(number) => ("Steam", number.to_string()),
        RemoteId::Switch(switch) => ("Switch", switch.online_id.to_string()),
        RemoteId::Xbox(number) => ("Xbox", number.to_string()),
        RemoteId::QQ(number) => ("QQ", number.to_string()),
        RemoteId::Epic(text) => ("Epic", text.clone()),
        _ => ("Unknown", String::new()),
    };
    (
        format!("{kind}|{online_id}|{}", id.local_id),
        name,
        i32::from(id.system_id),
    )
}

fn record(attribute: &Attribute) -> Option<Vec<f64>> {
    Some(match attribute {
        Attribute::CamSettings(camera) => camera_record(camera),
        Attribute::Demolish(demolish) => demolish_record(demolish),
        Attribute::DemolishFx(demolish) => demolish_fx_record(demolish),
        Attribute::DemolishExtended(demolish) => demolish_extended_record(demolish),
        Attribute::Explosion(explosion) => explosion_record(explosion),
        Attribute::ExtendedExplosion(extended) => {
            let mut row = explosion_record(&extended.explosion);
            row.push(actor(extended.secondary_actor));
            row
        }
        Attribute::DamageState(damage) => {
            let mut row = vec![
                f64::from(damage.tile_state),
                flag(damage.damaged),
                actor(damage.offender),
            ];
            row.extend(wide(damage.ball_position));
            row.push(flag(damage.direct_hit));
            row
        }
        Attribute::AppliedDamage(damage) => {
            let mut row = vec![f64::from(damage.id)];
            row.extend(wide(damage.position));
            row.push(f64::from(damage.damage_index));
            row.push(f64::from(damage.total_damage));
            row
        }
        Attribute::PickupInfo(info) => {
            let mut row: Vec<f64> = info.available_pickups.iter().flat_map(link).collect();
            row.push(flag(info.items_are_preview));
            row
        }
        _ => return None,
    })
}

fn camera_record(camera: &CamSettings) -> Vec<f64> {
    vec![
        f64::from(camera.fov),
        f64::from(camera.height),
        f64::from(camera.angle),
        f64::from(camera.distance),
        f64::from(camera.stiffness),
        f64::from(camera.swivel),
        camera.transition.map_or(f64::NAN, f64::from),
    ]
}

fn demolish_record(demolish: &Demolish) -> Vec<f64> {
    let mut row = vec![
        flag(demolish.attacker_flag),
        actor(demolish.attacker),
        flag(demolish.victim_flag),
        actor(demolish.victim),
    ];
    row.extend(wide(demolish.attack_velocity));
    row.extend(wide(demolish.victim_velocity));
    row
}

fn demolish_fx_record(demolish: &DemolishFx) -> Vec<f64> {
    let mut row = vec![
        flag(demolish.attacker_flag),
        actor(demolish.attacker),
        flag(demolish.victim_flag),
        actor(demolish.victim),
    ];
    row.extend(wide(demolish.attack_velocity));
    row.extend(wide(demolish.victim_velocity));
    row.push(flag(demolish.custom_demo_flag));
    row.push(f64::from(demolish.custom_demo_id));
    row
}

fn demolish_extended_record(demolish: &DemolishExtended) -> Vec<f64> {
    let mut row: Vec<f64> = link(&demolish.attacker)
        .into_iter()
        .chain(link(&demolish.victim))
        .collect();
    row.extend(wide(demolish.attacker_velocity));
    row.extend(wide(demolish.victim_velocity));
    row.push(flag(demolish.self_demolish));
    row.push(flag(demolish.goal_explosion_owner.active));
    row
}

fn explosion_record(explosion: &Explosion) -> Vec<f64> {
    let mut row = vec![flag(explosion.flag), actor(explosion.actor)];
    row.extend(wide(explosion.location));
    row
}

fn link(link: &ActiveActor) -> [f64; 2] {
    [flag(link.active), actor(link.actor)]
}

fn actor(id: ActorId) -> f64 {
    f64::from(i32::from(id))
}

fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

fn xyz(vector: Vector3f) -> [f32; 3] {
    [vector.x, vector.y, vector.z]
}

fn wide(vector: Vector3f) -> [f64; 3] {
    xyz(vector).map(f64::from)
}

#[cfg(test)]
mod tests;
