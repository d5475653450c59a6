//! Where words go: data to standard output, all else to standard error. A reader that leaves early ends nothing.

use std::{
    fmt::Display,
    io::{self, BufWriter, IsTerminal, Write},
};

use anstream::AutoStream;
use vmlink::report::UntilClosed;

/// Standard output. Styles are kept on a terminal and removed elsewhere. Flush it when all is written.
pub(crate) fn stdout() -> BufWriter<UntilClosed<impl Write>> {
    BufWriter::new(UntilClosed::new(AutoStream::auto(io::stdout().lock())))
}

/// Standard output, byte by byte as written.
pub(crate) fn raw_stdout() -> BufWriter<UntilClosed<impl Write>> {
    BufWriter::new(UntilClosed::new(io::stdout().lock()))
}

/// Writes `line` to standard output.
pub(crate) fn print(line: impl Display) -> io::Result<()> {
    let mut out = stdout();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Writes `line` to standard error. Should that fail, there is nobody left to tell.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Whether standard error shows colours.
pub(crate) fn stderr_has_colours() -> bool {
    let choice = AutoStream::choice(&io::stderr());
    choice != anstream::ColorChoice::Never
        && (io::stderr().is_terminal() || choice != anstream::ColorChoice::Auto)
}
