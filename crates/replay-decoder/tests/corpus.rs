//! Real replays: good ones give the same counts and hashes as ever, bad ones fail cleanly.
//!
//! The corpus is kept outside the repository: the folder that `RLCOACH_REPLAY_CORPUS` names, else
//! `../shared` beside the repository. `UPDATE_SNAPSHOTS=1` writes `snapshots.json` anew.

// `clippy.toml` allows them in test functions, not in what those call.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use rlcoach_native::columns::{Columns, Places};
use rlcoach_native::decoding::{Decoded, decode, decode_header, decode_raw};

/// One of each era and special mode, named from the corpus.
const GOOD: [&str; 15] = [
    "replays/boxcars/good/no-frames.replay",
    "replays/boxcars/good/b82d.replay",
    "replays/boxcars/good/spectator.replay",
    "replays/boxcars/good/07e9.replay",
    "replays/boxcars/good/rlcs.replay",
    "replays/boxcars/good/2266.replay",
    "replays/boxcars/good/16d5.replay",
    "replays/boxcars/good/c0bca.replay",
    "replays/boxcars/good/a9df3.replay",
    "replays/carball/DROPSHOT_GOAL.replay",
    "replays/carball/RUMBLE_FULL.replay",
    "replays/boxcars/good/difficulty.replay",
    "replays/boxcars/good/multiple_balls.replay",
    "replays/boxcars/good/P2_Spike_Drop.replay",
    "replays/subtr/post-eac-ranked-doubles-2026-04-28.replay",
];

const BAD: &str = "replays/boxcars/bad";

#[test]
fn good_replays_are_as_ever() {
    let Some(corpus) = corpus() else { return };
    let lines: Vec<String> = GOOD
        .iter()
        .map(|name| format!("  \"{name}\": {}", snapshot(&read(&corpus, name))))
        .collect();
    let found = format!("{{\n{}\n}}\n", lines.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots.json");
    if env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        fs::write(&path, &found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    for (expected, found) in expected.lines().zip(found.lines()) {
        assert_eq!(expected, found, "see UPDATE_SNAPSHOTS above");
    }
    assert_eq!(expected.lines().count(), found.lines().count());
}

#[test]
fn bad_replays_are_never_whole() {
    let Some(corpus) = corpus() else { return };
    let mut seen = 0;
    for entry in fs::read_dir(corpus.join(BAD)).unwrap() {
        let path = entry.unwrap().path();
        assert!(!is_whole(&fs::read(&path).unwrap()), "{}", path.display());
        seen += 1;
    }
    assert!(seen > 0, "no files in {BAD}");
}

#[test]
fn replays_cut_anywhere_are_never_whole() {
    let Some(corpus) = corpus() else { return };
    for name in GOOD {
        let data = read(&corpus, name);
        for part in 0..40 {
            let end = data.len() * part / 40;
            assert!(!is_whole(&data[..end]), "{name} cut to {end} bytes");
        }
    }
}

fn is_whole(data: &[u8]) -> bool {
    decode(data).is_ok_and(|decoded| decoded.columns.is_ok())
}

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let named = env::var_os("RLCOACH_REPLAY_CORPUS").filter(|value| !value.is_empty());
    let corpus = named.map_or(beside, PathBuf::from);
    if corpus.join("replays").is_dir() {
        return Some(corpus);
    }
    // Not `eprintln!`, which is shown for failed tests alone.
    let message = "skipped: replay corpus not found: set RLCOACH_REPLAY_CORPUS";
    writeln!(io::stderr(), "{message}").ok();
    None
}

fn read(corpus: &Path, name: &str) -> Vec<u8> {
    fs::read(corpus.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What must not change, as one line of JSON.
fn snapshot(data: &[u8]) -> String {
    let Decoded { replay, columns } = decode(data).unwrap();
    let columns = columns.unwrap();
    let frames = columns.frame_time.len();
    assert_eq!(decode_raw(data), Ok(frames));
    assert_eq!(decode_header(data).unwrap().properties, replay.properties);
    let mut line = format!(
        "{{\"version\": \"{}.{}.{}\", \"properties\": {}, \"objects\": {}, \"frames\": {frames}",
        replay.major_version,
        replay.minor_version,
        replay.net_version.unwrap_or_default(),
        replay.properties.len(),
        replay.objects.len(),
    );
    for (table, rows, hash) in tables(&columns) {
        write!(line, ", \"{table}\": [{rows}, \"{hash:016x}\"]").unwrap();
    }
    line + "}"
}

/// Name, rows and hash of each table.
fn tables(columns: &Columns) -> [(&'static str, usize, u64); 8] {
    let Columns {
        actors,
        scalars,
        floats,
        vectors,
        bodies,
        records,
        texts,
        ..
    } = columns;
    let rows = |places: &Places| places.seq.len();
    let frame_hash = Hash::default()
        .all(&columns.frame_time, |value| value.to_le_bytes())
        .all(&columns.frame_delta, |value| value.to_le_bytes())
        .all(&columns.attribute_updates, |value| value.to_le_bytes());
    let actor_hash = Hash::default()
        .all(&actors.actor_id, |value| value.to_le_bytes())
        .all(&actors.object_id, |value| value.to_le_bytes())
        .all(&actors.name_id, |value| value.to_le_bytes())
        .all(&actors.birth_frame, |value| value.to_le_bytes())
        .all(&actors.death_frame, |value| value.to_le_bytes())
        .flags(&actors.has_location)
        .all(&actors.location, |value| value.to_le_bytes())
        .all(&actors.rotation, |value| value.to_le_bytes());
    let scalar_hash = Hash::of(&scalars.places)
        .all(&scalars.value, |value| value.to_le_bytes())
        .all(&scalars.extra, |value| value.to_le_bytes());
    let float_hash = Hash::of(&floats.places).all(&floats.value, |value| value.to_le_bytes());
    let vector_hash = Hash::of(&vectors.places).all(&vectors.value, |value| value.to_le_bytes());
    let body_hash = Hash::of(&bodies.places)
        .flags(&bodies.sleeping)
        .flags(&bodies.has_linear)
        .flags(&bodies.has_angular)
        .all(&bodies.value, |value| value.to_le_bytes());
    let record_hash = Hash::of(&records.places).all(&records.value, |value| value.to_le_bytes());
    let text_hash = Hash::of(&texts.places)
        .texts(&texts.text)
        .texts(&texts.name)
        .all(&texts.number, |value| value.to_le_bytes());
    [
        ("time", columns.frame_time.len(), frame_hash.0),
        ("actors", actors.actor_id.len(), actor_hash.0),
        ("scalars", rows(&scalars.places), scalar_hash.0),
        ("floats", rows(&floats.places), float_hash.0),
        ("vectors", rows(&vectors.places), vector_hash.0),
        ("bodies", rows(&bodies.places), body_hash.0),
        ("records", rows(&records.places), record_hash.0),
        ("texts", rows(&texts.places), text_hash.0),
    ]
}

/// FNV-1a over the bytes of columns: the same on every machine and with every compiler.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hash {
    fn of(places: &Places) -> Self {
        Self::default()
            .all(&places.seq, |value| value.to_le_bytes())
            .all(&places.frame, |value| value.to_le_bytes())
            .all(&places.actor, |value| value.to_le_bytes())
            .all(&places.attribute, |value| value.to_le_bytes())
    }

    fn all<T: Copy, const N: usize>(self, column: &[T], bytes: impl Fn(T) -> [u8; N]) -> Self {
        column
            .iter()
            .fold(self, |hash, value| hash.bytes(&bytes(*value)))
    }

    fn flags(self, column: &[bool]) -> Self {
        self.all(column, |value| [u8::from(value)])
    }

    fn texts(self, column: &[String]) -> Self {
        column.iter().fold(self, |hash, text| {
            hash.bytes(&(text.len() as u64).to_le_bytes())
                .bytes(text.as_bytes())
        })
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }
}
