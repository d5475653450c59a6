//! Lines of bounded length.

use std::io::{self, BufRead, BufReader, Read};

/// One line of a stream, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The text without its end. Bytes that are not UTF-8 are replaced.
    Text(String),
    /// More bytes than a line may have.
    TooLong,
    /// The stream has ended. What stands behind the last end of a line is a line too.
    End,
}

/// Reads lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: BufReader<R>,
    limit: usize,
}

impl<R: Read> Lines<R> {
    /// Lines of at most `limit` bytes.
    pub(super) fn new(input: R, limit: usize) -> Self {
        /// Bytes read at once: what a pipe holds on Linux.
        const CHUNK: usize = 1 << 16;
        Self { input: BufReader::with_capacity(CHUNK, input), limit }
    }

    /// # Errors
    /// When the stream cannot be read.
    pub(super) fn next_line(&mut self) -> io::Result<Line> {
        let mut line = Vec::new();
        loop {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                return Ok(if line.is_empty() { Line::End } else { text(line) });
            }
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            if line.len() + part.len() > self.limit {
                return Ok(Line::TooLong);
            }
            line.extend_from_slice(part);
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                return Ok(text(line));
            }
        }
    }
}

fn text(mut line: Vec<u8>) -> Line {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Line::Text(match String::from_utf8(line) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8], limit: usize) -> Vec<Line> {
        let mut lines = Lines::new(input, limit);
        let mut all = Vec::new();
        loop {
            all.push(lines.next_line().unwrap());
            if matches!(all.last(), Some(Line::End | Line::TooLong)) {
                return all;
            }
        }
    }

    #[test]
    fn lines_end_where_they_end() {
        let text = |text: &str| Line::Text(text.to_owned());
        assert_eq!(all(b"", 9), [Line::End]);
        assert_eq!(all(b"a\nb\r\n\nc", 9), [text("a"), text("b"), text(""), text("c"), Line::End]);
        assert_eq!(all(b"\xff\n", 9), [text("\u{fffd}"), Line::End]);
    }

    #[test]
    fn no_line_is_longer_than_the_limit() {
        assert_eq!(all(b"1234\n12345\n", 4), [Line::Text("1234".to_owned()), Line::TooLong]);
        assert_eq!(all(&vec![b'x'; 1 << 20], 1 << 18), [Line::TooLong]);
    }
}
