//! Links, devices and pipes.

use std::os::unix::fs::symlink;

use super::*;

const LINK: &str = "symbolic links inside a corpus are not followed";

#[test]
fn links_inside_a_folder_are_refused() {
    let outside = folder(&[("x.yaml", GOOD)]);
    for (name, target) in [
        ("out.yaml", outside.path().join("x.yaml")),
        ("out", outside.path().to_owned()),
        ("loop", PathBuf::from(".")),
        ("self.yaml", PathBuf::from("self.yaml")),
        ("broken.yaml", PathBuf::from("nothing.yaml")),
    ] {
        let corpus = folder(&[("y.yaml", GOOD)]);
        symlink(target, corpus.path().join(name)).unwrap();
        assert_eq!(only(&load(&[corpus.path()]).unwrap_err()), LINK, "{name}");
    }
}

#[test]
fn a_link_that_is_named_is_followed() {
    let outside = folder(&[("corpus/x.yaml", GOOD)]);
    let links = folder(&[]);
    symlink(outside.path().join("corpus"), links.path().join("link")).unwrap();
    assert_eq!(ids(&load(&[links.path().join("link")]).unwrap()), ["x/a"]);
}

#[test]
fn what_is_no_file_is_not_opened() {
    let corpus = folder(&[]);
    let fifo = corpus.path().join("fifo.yaml");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    assert_eq!(only(&load(&[corpus.path()]).unwrap_err()), "this is not an ordinary file");
    assert_eq!(only(&load(&[&fifo]).unwrap_err()), "this is not an ordinary file");
    let device = corpus.path().join("zero.yaml");
    symlink("/dev/zero", &device).unwrap();
    assert_eq!(only(&load(&[&device]).unwrap_err()), "this is not an ordinary file");
}
