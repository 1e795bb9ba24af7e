//! The columns of one replay, as flat vectors.

/// Columns of a record row.
pub const RECORD_WIDTH: usize = 12;

/// Columns of a body row: position, quaternion, linear and angular velocity.
pub const BODY_WIDTH: usize = 13;

/// Where an update stands: its number in the file, its frame, actor row and attribute.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub seq: i32,
    pub frame: i32,
    pub actor: i32,
    pub attribute: i32,
}

/// The columns every update table has.
#[derive(Debug, Default)]
pub struct Places {
    pub seq: Vec<i32>,
    pub frame: Vec<i32>,
    pub actor: Vec<i32>,
    pub attribute: Vec<i32>,
}

impl Places {
    pub fn push(&mut self, place: Place) {
        self.seq.push(place.seq);
        self.frame.push(place.frame);
        self.actor.push(place.actor);
        self.attribute.push(place.attribute);
    }
}

#[derive(Debug, Default)]
pub struct Actors {
    pub actor_id: Vec<i32>,
    pub object_id: Vec<i32>,
    pub name_id: Vec<i32>,
    pub birth_frame: Vec<i32>,
    pub death_frame: Vec<i32>,
    pub has_location: Vec<bool>,
    pub location: Vec<i32>,
    pub rotation: Vec<i16>,
}

#[derive(Debug, Default)]
pub struct Scalars {
    pub places: Places,
    pub value: Vec<i64>,
    pub extra: Vec<i32>,
}

/// Floats and vectors: `value` holds one or three numbers a row.
#[derive(Debug, Default)]
pub struct Floats {
    pub places: Places,
    pub value: Vec<f32>,
}

#[derive(Debug, Default)]
pub struct Bodies {
    pub places: Places,
    pub sleeping: Vec<bool>,
    pub has_linear: Vec<bool>,
    pub has_angular: Vec<bool>,
    pub value: Vec<f32>,
}

#[derive(Debug, Default)]
pub struct Records {
    pub places: Places,
    pub value: Vec<f64>,
}

#[derive(Debug, Default)]
pub struct Texts {
    pub places: Places,
    pub text: Vec<String>,
    pub name: Vec<String>,
    pub number: Vec<i32>,
}

/// Everything the frames sent.
#[derive(Debug, Default)]
pub struct Columns {
    pub frame_time: Vec<f32>,
    pub frame_delta: Vec<f32>,
    pub attribute_updates: Vec<i64>,
    pub actors: Actors,
    pub scalars: Scalars,
    pub floats: Floats,
    pub vectors: Floats,
    pub bodies: Bodies,
    pub records: Records,
    pub texts: Texts,
}
