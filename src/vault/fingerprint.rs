//! Eight words that stand for a vault's id and token: read aloud, compared by eye.

use sha2::{Digest, Sha256};

use super::identity::{Token, VaultId};

/// 256 words of two syllables, one per byte (the even half of the PGP word list).
const WORDS: &str = "\
    aardvark absurd accrue acme adrift adult afflict ahead aimless algol allow alone ammo ancient \
    apple artist assume athens atlas aztec baboon backfield backward banjo beaming bedlamp beehive \
    beeswax befriend belfast berserk billiard bison blackjack blockade blowtorch bluebird bombast \
    bookshelf brackish breadline breakup brickyard briefcase burbank button buzzard cement chairlift \
    chatter checkup chisel choking chopper christmas clamshell classic classroom cleanup clockwork \
    cobra commence concert cowbell crackdown cranky crowfoot crucial crumpled crusade cubic \
    dashboard deadbolt deckhand dogsled dragnet drainage dreadful drifter dropper drumbeat drunken \
    dupont dwelling eating edict egghead eightball endorse endow enlist erase escape exceed eyeglass \
    eyetooth facial fallout flagpole flatfoot flytrap fracture framework freedom frighten gazelle \
    geiger glitter glucose goggles goldfish gremlin guidance hamlet highchair hockey indoors indulge \
    inverse involve island jawbone keyboard kickoff kiwi klaxon locale lockup merit minnow miser \
    mohawk mural music necklace neptune newborn nightbird oakland obtuse offload optic orca payday \
    peachy pheasant physique playhouse pluto preclude prefer preshrunk printer prowler pupil puppy \
    python quadrant quiver quota ragtime ratchet rebirth reform regain reindeer rematch repay \
    retouch revenge reward rhythm ribcage ringbolt robust rocker ruffled sailboat sawdust scallion \
    scenic scorecard scotland seabird select sentence shadow shamrock showgirl skullcap skydive \
    slingshot slowdown snapline snapshot snowcap snowslide solo southward soybean spaniel spearhead \
    spellbind spheroid spigot spindle spyglass stagehand stagnate stairway standard stapler \
    steamship sterling stockman stopwatch stormy sugar surmount suspense sweatband swelter tactics \
    talon tapeworm tempest tiger tissue tonic topmost tracker transit trauma treadmill trojan \
    trouble tumor tunnel tycoon uncut unearth unwind uproot upset upshot vapor village virus vulcan \
    waffle wallet watchword wayside willow woodlark zulu";

/// The words.
pub type Words = [&'static str; 8];

/// 64 bits of a hash over both: a forger can try tokens at home until the words are the same, and must not get there.
pub(super) fn words(id: &VaultId, token: &Token) -> Words {
    let mut hasher = Sha256::new();
    hasher.update(id.as_str().as_bytes());
    hasher.update([0]);
    hasher.update(token.hash());
    let hash = hasher.finalize();
    let word = |byte: u8| {
        WORDS
            .split_ascii_whitespace()
            .nth(usize::from(byte))
            .unwrap_or_default()
    };
    std::array::from_fn(|place| word(hash[place]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_is_one_word_per_byte() {
        let words: BTreeSet<&str> = WORDS.split_ascii_whitespace().collect();
        assert_eq!(words.len(), 256);
        assert_eq!(WORDS.split_ascii_whitespace().count(), 256);
    }

    #[test]
    fn id_and_token_both_count() {
        let of = |id, token| words(&VaultId::from_random(id), &Token::new([token; 16]));
        assert_eq!(of(1, 1), of(1, 1));
        assert_ne!(of(1, 1), of(2, 1));
        assert_ne!(of(1, 1), of(1, 2));
    }
}
