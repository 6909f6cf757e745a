"""Page strings to typed values: one module a kind of value, one reader a field.

Every reader takes any ``object`` and returns the typed value, or ``None`` for unknown. What it cannot read is a
`ValueError` whose sentence names the value and the next step. Readers are pure, take linear time on hostile text, and
never guess: `features.posting` puts the name of the field before the sentence.

- `texts`: texts, identifiers, lists of texts
- `numerals`: the numbers inside a page string; everything below rests on it
- `money`, `currency`, `pay`: amounts, what they are in, and the stated pay
- `counts`, `percents`, `flags`: counters and buckets, rates and ratings, yes and no
- `moments`, `languages`, `ids`: when something was, absolutely or relative to the observation
- `work`: tier, duration, hours a week
"""
