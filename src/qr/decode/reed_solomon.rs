//! Reed-Solomon over GF(256) with the polynomial x^8+x^4+x^3+x^2+1: finds and mends errors.

/// Powers of the generator 2 (twice over, so that sums of two logarithms need no reduction) and the logarithms.
struct Field {
    power: [u8; 510],
    log: [u8; 256],
}

static FIELD: Field = Field::new();

impl Field {
    const fn new() -> Self {
        let mut power = [0; 510];
        let mut log = [0; 256];
        let mut value: u16 = 1;
        let mut at = 0;
        while at < 255 {
            power[at] = value as u8;
            power[at + 255] = value as u8;
            log[value as usize] = at as u8;
            value <<= 1;
            if value > 255 {
                value ^= 0x11d;
            }
            at += 1;
        }
        Self { power, log }
    }
}

fn product(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    FIELD.power[usize::from(FIELD.log[usize::from(a)]) + usize::from(FIELD.log[usize::from(b)])]
}

fn quotient(a: u8, b: u8) -> u8 {
    if a == 0 {
        return 0;
    }
    FIELD.power
        [usize::from(FIELD.log[usize::from(a)]) + 255 - usize::from(FIELD.log[usize::from(b)])]
}

/// 2 to the power of `exponent`, which is below 510.
fn power(exponent: usize) -> u8 {
    FIELD.power[exponent % 255]
}

/// Value of a polynomial (lowest power first).
fn value(polynomial: &[u8], at: u8) -> u8 {
    polynomial
        .iter()
        .rev()
        .fold(0, |sum, &factor| product(sum, at) ^ factor)
}

/// Corrects a block (data, then `correction` bytes) in place. `kept` correction bytes are only used for noticing errors. `None` if there are more errors than that allows.
pub fn correct(block: &mut [u8], correction: usize, kept: usize) -> Option<()> {
    let syndromes = syndromes(block, correction);
    if syndromes.iter().all(|&syndrome| syndrome == 0) {
        return Some(());
    }
    let length = block.len();
    // Berlekamp and Massey.
    let mut locator = vec![1];
    let mut previous = locator.clone();
    let mut degree = 0;
    for step in 0..correction {
        let mut discrepancy = 0;
        for (at, &factor) in locator.iter().enumerate().take(step + 1) {
            discrepancy ^= product(factor, syndromes[step - at]);
        }
        previous.insert(0, 0);
        if discrepancy == 0 {
            continue;
        }
        let mut next = locator.clone();
        next.resize(next.len().max(previous.len()), 0);
        for (factor, &older) in next.iter_mut().zip(&previous) {
            *factor ^= product(discrepancy, older);
        }
        if 2 * degree <= step {
            degree = step + 1 - degree;
            previous = locator
                .iter()
                .map(|&factor| quotient(factor, discrepancy))
                .collect();
        }
        locator = next;
    }
    while locator.last() == Some(&0) {
        locator.pop();
    }
    let wrong = locator.len() - 1;
    if wrong != degree || 2 * wrong + kept > correction {
        return None;
    }
    let places: Vec<usize> = (0..length)
        .filter(|&place| value(&locator, power(255 - (length - 1 - place))) == 0)
        .collect();
    if places.len() != wrong {
        return None;
    }
    fill_in(block, &syndromes, &locator, &places);
    self::syndromes(block, correction)
        .iter()
        .all(|&syndrome| syndrome == 0)
        .then_some(())
}

/// Corrects the bytes at the places (Forney).
fn fill_in(block: &mut [u8], syndromes: &[u8], locator: &[u8], places: &[usize]) {
    let mut evaluator = vec![0; syndromes.len()];
    for (at, factor) in evaluator.iter_mut().enumerate() {
        for (of_locator, &part) in locator.iter().enumerate().take(at + 1) {
            *factor ^= product(part, syndromes[at - of_locator]);
        }
    }
    for &place in places {
        let exponent = block.len() - 1 - place;
        let inverse = power(255 - exponent);
        // The formal derivative: only odd powers are left.
        let mut slope = 0;
        for at in (1..locator.len()).step_by(2) {
            slope ^= product(locator[at], power((at - 1) * (255 - exponent) % 255));
        }
        if slope == 0 {
            return;
        }
        let size = product(power(exponent), quotient(value(&evaluator, inverse), slope));
        block[place] ^= size;
    }
}

fn syndromes(block: &[u8], correction: usize) -> Vec<u8> {
    (0..correction)
        .map(|at| {
            block
                .iter()
                .fold(0, |sum, &byte| product(sum, power(at)) ^ byte)
        })
        .collect()
}
