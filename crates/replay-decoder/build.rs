//! Tells the module which parser it holds and how it was built.

use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=Cargo.toml");
    let manifest = fs::read_to_string("Cargo.toml").unwrap_or_default();
    let boxcars = manifest
        .lines()
        .find_map(|line| line.strip_prefix("boxcars = \"="))
        .map_or("unknown", |rest| rest.trim_end_matches('"'));
    println!("cargo:rustc-env=BOXCARS_VERSION={boxcars}");
    let profile = env::var("PROFILE").unwrap_or_default();
    println!("cargo:rustc-env=BUILD_PROFILE={profile}");
}
