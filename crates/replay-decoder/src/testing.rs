//! Small replays made by hand, for the tests of the other modules.

use boxcars::crc::calc_crc;

pub const CLASS: &str = "TAGame.CrowdActor_TA";

/// Attributes of `CLASS`; the stream id of each is its place in this list.
pub const ATTRIBUTES: [&str; 6] = [
    "Engine.Actor:bHidden",
    "Engine.Actor:DrawScale",
    "Engine.PlayerReplicationInfo:PlayerName",
    "TAGame.CameraSettingsActor_TA:ProfileSettings",
    "TAGame.PRI_TA:ClientLoadout",
    "TAGame.PRI_TA:ClientLoadouts",
];

const CHANNELS: i32 = 1023;

/// A file in parts; `bytes` puts it together with checksums that are right.
#[derive(Clone)]
pub struct File {
    pub game_type: Vec<u8>,
    pub properties: Vec<u8>,
    pub keyframes: Vec<i32>,
    pub network: Vec<u8>,
    pub objects: Vec<String>,
    /// Object and stream id of each attribute of the one class, object 0.
    pub attributes: Vec<(i32, i32)>,
}

impl File {
    /// A file of `frames` frames, which hold `CLASS` actors with `ATTRIBUTES`.
    pub fn new(frames: i32, network: &Bits) -> Self {
        let names = [CLASS].into_iter().chain(ATTRIBUTES);
        Self {
            game_type: text("TAGame.Replay_Soccar_TA"),
            properties: [int("NumFrames", frames), int("MaxChannels", CHANNELS)].concat(),
            keyframes: vec![0],
            network: network.bytes(),
            objects: names.map(str::to_owned).collect(),
            attributes: (1..).zip(0..).take(ATTRIBUTES.len()).collect(),
        }
    }

    pub fn header(&self) -> Vec<u8> {
        let versions = [868_i32, 32, 10].map(i32::to_le_bytes).concat();
        [
            &versions,
            &self.game_type,
            &self.properties,
            text("None").as_slice(),
        ]
        .concat()
    }

    pub fn body(&self) -> Vec<u8> {
        let none = list(&[]);
        let keyframes: Vec<Vec<u8>> = self
            .keyframes
            .iter()
            .map(|frame| [0, *frame, 0].map(i32::to_le_bytes).concat())
            .collect();
        let objects: Vec<Vec<u8>> = self.objects.iter().map(|name| text(name)).collect();
        let attributes: Vec<Vec<u8>> = self
            .attributes
            .iter()
            .map(|(object, stream)| [*object, *stream].map(i32::to_le_bytes).concat())
            .collect();
        let class = [vec![0; 12], list(&attributes)].concat();
        let tick_mark = [text("Team0Goal"), 7_i32.to_le_bytes().to_vec()].concat();
        [
            none.clone(), // levels
            list(&keyframes),
            self.network_size(),
            self.network.clone(),
            none.clone(), // debug lines
            list(&[tick_mark]),
            none.clone(), // packages
            list(&objects),
            list(&[text("Crowd_1")]),
            none, // classes
            list(&[class]),
        ]
        .concat()
    }

    pub fn bytes(&self) -> Vec<u8> {
        [section(&self.header()), section(&self.body())].concat()
    }

    fn network_size(&self) -> Vec<u8> {
        i32::try_from(self.network.len())
            .unwrap()
            .to_le_bytes()
            .to_vec()
    }
}

/// Two frames: an actor is born with a value of each attribute; then it is sent again by a
/// keyframe, with one value repeated and one changed.
pub fn two_frames() -> File {
    let mut bits = Bits::default();
    bits.frame(1.0, 0.5);
    bits.birth(3, 0);
    bits.updates(3);
    bits.attribute(0).put(1, 1);
    bits.attribute(1).float(2.5);
    bits.attribute(2).string("Ann");
    bits.attribute(3);
    for number in 1..=7_u8 {
        bits.float(f32::from(number));
    }
    bits.attribute(4).loadout(23);
    bits.attribute(5).loadout(403).loadout(u32::MAX);
    bits.end().end();
    bits.frame(1.5, 0.5);
    bits.birth(3, 0);
    bits.updates(3);
    bits.attribute(0).put(1, 1);
    bits.attribute(1).float(3.5);
    bits.end().end();
    File::new(2, &bits)
}

pub fn section(content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).unwrap();
    [
        &size.to_le_bytes(),
        &calc_crc(content).to_le_bytes(),
        content,
    ]
    .concat()
}

pub fn text(text: &str) -> Vec<u8> {
    let size = i32::try_from(text.len() + 1).unwrap();
    [&size.to_le_bytes(), text.as_bytes(), &[0]].concat()
}

pub fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let count = i32::try_from(items.len()).unwrap();
    [count.to_le_bytes().to_vec(), items.concat()].concat()
}

pub fn property(name: &str, kind: &str, value: &[u8]) -> Vec<u8> {
    [&text(name), &text(kind), [0; 8].as_slice(), value].concat()
}

pub fn int(name: &str, value: i32) -> Vec<u8> {
    property(name, "IntProperty", &value.to_le_bytes())
}

/// Network data, least significant bit first.
#[derive(Clone, Default)]
pub struct Bits(Vec<bool>);

impl Bits {
    pub fn put(&mut self, value: u32, width: u32) -> &mut Self {
        self.0.extend((0..width).map(|bit| value >> bit & 1 == 1));
        self
    }

    pub fn float(&mut self, value: f32) -> &mut Self {
        self.put(value.to_bits(), 32)
    }

    pub fn string(&mut self, value: &str) -> &mut Self {
        for byte in text(value) {
            self.put(byte.into(), 8);
        }
        self
    }

    /// A car's parts, all zero but the body.
    fn loadout(&mut self, body: u32) -> &mut Self {
        self.put(10, 8).put(body, 32);
        for _ in 0..6 {
            self.put(0, 32);
        }
        self
    }

    /// A number below `limit`: its lowest bits, and one more where that can make a difference.
    fn bounded(&mut self, value: u32, limit: u32) -> &mut Self {
        let width = limit.ilog2();
        let low = value & ((1 << width) - 1);
        self.put(low, width);
        if low + (1 << width) < limit {
            self.put(value >> width, 1);
        }
        self
    }

    pub fn frame(&mut self, time: f32, delta: f32) -> &mut Self {
        self.float(time).float(delta)
    }

    fn actor(&mut self, id: u32) -> &mut Self {
        self.put(1, 1).bounded(id, CHANNELS.unsigned_abs())
    }

    pub fn birth(&mut self, id: u32, object: u32) -> &mut Self {
        self.actor(id).put(0b11, 2);
        self.put(0, 32).put(0, 1).put(object, 32)
    }

    pub fn death(&mut self, id: u32) -> &mut Self {
        self.actor(id).put(0, 1)
    }

    /// Starts the updates of an actor.
    pub fn updates(&mut self, id: u32) -> &mut Self {
        self.actor(id).put(0b01, 2)
    }

    /// Starts the value of one of `ATTRIBUTES`.
    pub fn attribute(&mut self, stream_id: u32) -> &mut Self {
        let limit = u32::try_from(ATTRIBUTES.len()).unwrap();
        self.put(1, 1).bounded(stream_id, limit)
    }

    /// Ends the updates of an actor, or the actors of a frame.
    pub fn end(&mut self) -> &mut Self {
        self.put(0, 1)
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.0
            .chunks(8)
            .map(|byte| {
                byte.iter()
                    .rev()
                    .fold(0, |byte, bit| byte << 1 | u8::from(*bit))
            })
            .collect()
    }
}
