//! `cargo xtask runtimes`, with an `npm` made for the test in place of the real one.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt};

use assert_cmd::Command;
use vmlink::runtimes::{Platform, Release, pinned};

use crate::support::{Corpus, ended, xtask};

/// Notes how it was called, and installs a program that says it is the version that was asked for.
const NPM: &str = r#"#!/bin/sh
echo "$*" >> "$CALLS"
into=$3
for package in "$@"; do :; done
version=${package##*@}
package=${package%@*}
case $package in
  @deno/*) name=deno file=deno ;;
  @oven/*) name=bun file=bin/bun ;;
  *) name=node file=bin/node ;;
esac
binary=$into/node_modules/$package/$file
mkdir -p "${binary%/*}"
cat > "$binary" <<END
#!/bin/sh
echo '{"name":"$name","version":"$version","engine":"engine-of-$version"}'
END
chmod 755 "$binary"
"#;

/// An empty project with an `npm` that runs `script`.
fn project(script: &str) -> Corpus {
    let corpus = Corpus::new();
    program(&corpus, "bin/npm", script);
    corpus
}

fn program(corpus: &Corpus, name: &str, script: &str) {
    corpus.write(name, script);
    fs::set_permissions(corpus.path(name), fs::Permissions::from_mode(0o755)).unwrap();
}

fn runtimes(corpus: &Corpus, arguments: &[&str]) -> Command {
    let mut command = xtask(&corpus.path(""));
    let path = format!("{}:/usr/bin:/bin", corpus.path("bin").display());
    command.env("PATH", path).env("CALLS", corpus.path("calls.txt"));
    command.arg("runtimes").args(arguments).arg("--root").arg(corpus.path(""));
    command
}

/// The names of what is in the folder of the runtimes, sorted.
fn content(corpus: &Corpus) -> Vec<String> {
    let Ok(entries) = fs::read_dir(corpus.path(".runtimes")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".lock");
    names.sort();
    names
}

fn package(release: Release) -> String {
    format!("{}@{}", Platform::current().unwrap().package(release.kind), release.version)
}

fn pinned_names() -> Vec<String> {
    pinned().iter().map(Release::to_string).collect()
}

#[test]
fn all_pinned_releases_are_installed_without_running_their_scripts() {
    let corpus = project(NPM);
    let (code, out, err) = ended(&mut runtimes(&corpus, &["install"]));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let mut expected = pinned_names();
    expected.sort();
    assert_eq!(content(&corpus), expected);
    let calls = corpus.read("calls.txt");
    let calls: Vec<&str> = calls.lines().collect();
    assert_eq!(calls.len(), pinned().len(), "one call for each, so that they do not disturb each other");
    for (call, release) in calls.iter().zip(pinned()) {
        assert!(call.starts_with("install --prefix ") && call.contains(" --ignore-scripts "), "{call}");
        assert!(call.ends_with(&format!(" {}", package(*release))), "{call}");
    }
}

#[test]
fn a_name_a_line_and_a_version_select() {
    let corpus = project(NPM);
    let (code, _, err) = ended(&mut runtimes(&corpus, &["install", "node@24", "node@24.1.0", "bun"]));
    assert_eq!(code, 0, "{err}");
    let of = |kind: &str| pinned_names().into_iter().find(|name| name.starts_with(kind)).unwrap();
    assert_eq!(content(&corpus), [of("bun@"), "node@24.1.0".to_owned(), of("node@24.")]);
}

#[test]
fn a_second_install_does_nothing() {
    let corpus = project(NPM);
    assert_eq!(ended(&mut runtimes(&corpus, &["install", "deno"])).0, 0);
    program(&corpus, "bin/npm", "#!/bin/sh\nexit 1\n");
    let (code, _, err) = ended(&mut runtimes(&corpus, &["install", "deno"]));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("is installed already."), "{err}");
    assert_eq!(corpus.read("calls.txt").lines().count(), 1);
}

#[test]
fn a_failing_npm_ends_with_3_and_leaves_nothing_half_installed() {
    let corpus = project(NPM);
    assert_eq!(ended(&mut runtimes(&corpus, &["install", "bun"])).0, 0);
    let before = content(&corpus);
    let failing = NPM.to_owned() + "echo npm error network is unreachable >&2; exit 1\n";
    program(&corpus, "bin/npm", &failing);
    let (code, out, err) = ended(&mut runtimes(&corpus, &["install"]));
    assert_eq!((code, out.as_str()), (3, ""), "{err}");
    assert!(err.contains("npm error network is unreachable"), "{err}");
    assert!(err.contains("run this command again"), "{err}");
    assert_eq!(content(&corpus), before);
    assert_eq!(corpus.read("calls.txt").lines().count(), 2, "npm that fails is not asked for the others");
}

#[test]
fn a_release_that_is_not_published_holds_up_no_other() {
    let missing = package(pinned()[0]);
    let script = NPM.to_owned()
        + &format!("case \"$*\" in *' {missing}') echo npm error code ETARGET >&2; exit 1 ;; esac\n");
    let corpus = project(&script);
    let (code, _, err) = ended(&mut runtimes(&corpus, &["install"]));
    assert_eq!(code, 3, "{err}");
    assert!(err.contains(&missing) && err.contains("npm error code ETARGET"), "{err}");
    let mut expected = pinned_names().split_off(1);
    expected.sort();
    assert_eq!(content(&corpus), expected);
}

#[test]
fn a_missing_npm_ends_with_3_and_what_to_do() {
    let corpus = project(NPM);
    let (code, _, err) = ended(runtimes(&corpus, &["install", "node@24"]).env("PATH", corpus.path("cases")));
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("Install npm"), "{err}");
    assert_eq!(content(&corpus), [""; 0]);
}

#[test]
fn what_does_not_run_here_is_not_installed() {
    let corpus = project(&NPM.replace("echo '{", "echo wrong machine >&2; exit 126; echo '{"));
    let (code, _, err) = ended(&mut runtimes(&corpus, &["install", "node@26"]));
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("wrong machine"), "{err}");
    assert_eq!(content(&corpus), [""; 0]);
}

#[test]
fn wrong_usage_ends_with_2_and_the_known_names() {
    let corpus = project(NPM);
    for (name, part) in [
        ("nodejs", "node, bun or deno"),
        ("node@latest", "is not a version"),
        ("node@23", "node@24."),
        ("node=./node", "nothing to install"),
    ] {
        let (code, out, err) = ended(&mut runtimes(&corpus, &["install", "bun", name]));
        assert_eq!((code, out.as_str()), (2, ""), "{name}: {err}");
        assert!(err.contains(part), "{name}: {err}");
        assert!(!corpus.path("calls.txt").exists(), "nothing is installed when a name is wrong");
    }
    for name in ["quickjs", "node=./node"] {
        assert_eq!(ended(&mut runtimes(&corpus, &["list", name])).0, 2, "{name}");
    }
}

#[test]
fn the_list_shows_what_is_there_and_what_is_not() {
    let corpus = project(NPM);
    assert_eq!(ended(&mut runtimes(&corpus, &["install", "node@22", "node@16.20.2"])).0, 0);
    let (code, out, err) = ended(&mut runtimes(&corpus, &["list", "node"]));
    assert_eq!(code, 0, "{err}");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["runtime", "installed", "engine", "profile"]);
    assert_eq!(rows[1], ["node@16.20.2", "yes", "V8", "engine-of-16.20.2", "-"]);
    assert_eq!(rows.len(), 2 + pinned().iter().filter(|release| release.kind.as_str() == "node").count());
    assert!(rows.iter().any(|row| row[0].starts_with("node@22.") && row[1] == "yes" && row[4] == "node-22"));
    assert!(rows.iter().any(|row| row[0].starts_with("node@24.") && row[1..] == ["no", "-", "node-24"]));
    assert!(err.contains("cargo xtask runtimes install"), "{err}");
    assert_eq!(ended(&mut runtimes(&corpus, &["list", "node@17"])).0, 4);
}

#[test]
fn the_list_is_there_for_programs() {
    let corpus = project(NPM);
    assert_eq!(ended(&mut runtimes(&corpus, &["install", "bun@1.4.0"])).0, 0);
    let (code, out, err) = ended(&mut runtimes(&corpus, &["list", "bun@1.4", "--format", "jsonl"]));
    assert_eq!(code, 0, "{err}");
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [older, newest] = &lines[..] else { panic!("{out}") };
    assert_eq!(older["runtime"], "bun@1.4.0");
    assert_eq!(older["pinned"], false);
    assert_eq!(older["installed"], true);
    assert_eq!(older["engine"], "JavaScriptCore");
    assert_eq!(older["engineVersion"], "engine-of-1.4.0");
    assert_eq!(older["profile"], "bun-1.4");
    assert!(fs::metadata(older["path"].as_str().unwrap()).unwrap().is_file());
    assert_eq!(newest["pinned"], true);
    assert_eq!(newest["installed"], false);
    assert!(newest["path"].is_null() && newest["engineVersion"].is_null());
}

#[test]
fn one_that_broke_is_shown_and_ends_with_3() {
    let corpus = project(NPM);
    assert_eq!(ended(&mut runtimes(&corpus, &["install", "deno"])).0, 0);
    let release = pinned().iter().find(|release| release.kind.as_str() == "deno").unwrap();
    let binary = Platform::current().unwrap().binary(release.kind);
    let name = format!(".runtimes/{release}/{binary}");
    program(&corpus, &name, "#!/bin/sh\necho damaged >&2; exit 1\n");
    let (code, out, err) = ended(&mut runtimes(&corpus, &["list", "deno"]));
    assert_eq!(code, 3, "{err}");
    assert!(out.contains("no answer"), "{out}");
    assert!(err.contains("damaged"), "{err}");
    assert!(err.contains(&format!(".runtimes/{release} and run")), "{err}");
}
