//! Who has taken which tokens of a text, while matches are settled from the longest on.

use super::matching::Match;

/// Who has taken which tokens so far: for each token a chain of takers, one a name at most.
pub(super) struct Taken {
    last: Vec<u32>,
    takers: Vec<Taker>,
}

struct Taker {
    name: usize,
    pattern: u32,
    before: u32,
}

const NOBODY: u32 = u32::MAX;

impl Taken {
    /// Nobody has taken any of these tokens.
    pub fn new(n_tokens: usize) -> Self {
        Taken { last: vec![NOBODY; n_tokens], takers: Vec::new() }
    }

    fn takers(&self, token: u32) -> impl Iterator<Item = &Taker> {
        let taker = |number: u32| self.takers.get(number as usize);
        std::iter::successors(taker(self.last[token as usize]), move |after| taker(after.before))
    }

    /// The pattern that has taken one of these tokens under a name.
    pub fn by(&self, name: usize, tokens: &Match) -> Option<u32> {
        let of_name = |token| self.takers(token).find(|taker| taker.name == name);
        (tokens.start..tokens.end).find_map(of_name).map(|taker| taker.pattern)
    }

    /// The pattern that took the first of these tokens, if all are taken under some name.
    pub fn wholly(&self, tokens: &Match) -> Option<u32> {
        let first = self.takers(tokens.start).last()?;
        let is_taken = |token| self.takers(token).next().is_some();
        (tokens.start..tokens.end).all(is_taken).then_some(first.pattern)
    }

    /// Takes tokens under a name.
    pub fn take(&mut self, name: usize, tokens: &Match) {
        for last in &mut self.last[tokens.start as usize..tokens.end as usize] {
            self.takers.push(Taker { name, pattern: tokens.pattern, before: *last });
            *last = (self.takers.len() - 1) as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takers_of_a_token_are_told_apart() {
        let m = |start, end, pattern| Match { start, end, pattern };
        let mut taken = Taken::new(4);
        taken.take(0, &m(0, 2, 7));
        taken.take(1, &m(1, 3, 8));
        assert_eq!((taken.by(0, &m(1, 4, 9)), taken.by(1, &m(1, 4, 9))), (Some(7), Some(8)));
        assert_eq!((taken.by(1, &m(0, 1, 9)), taken.by(2, &m(0, 4, 9))), (None, None));
        assert_eq!((taken.wholly(&m(1, 3, 9)), taken.wholly(&m(2, 4, 9))), (Some(7), None));
    }
}
