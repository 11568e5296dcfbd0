//! What the sections of a job description are about, by their headings.

use super::job::pattern;

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The company, the team, the job in general; also before the first heading.
    Introduction,
    /// What one will do.
    Duties,
    /// What is asked for.
    Required,
    /// What is welcome.
    Preferred,
    /// Names of tools and techniques, mere words.
    Technologies,
    /// What is given, what the law wants said, how to apply: no requirements.
    Offer,
}

/// The part that a heading opens; `None` if the words are none. `words` are folded, without punctuation; `alone`: nothing follows on the line.
pub(super) fn part(words: &str, alone: bool) -> Option<Part> {
    let count = words.split(' ').count();
    if words.is_empty() || count > 9 {
        return None;
    }
    let preferred = pattern!(
        r"^(?:(?:it'?s|it is|what would be|these are|would be|some|our|also|even better|your)\s)*(?:(?:a )?(?:nice|good|great)(?: to| 2)? haves?\b|(?:an? )?(?:added )?(?:bonus|plus(?:es)?|advantage|asset)\b|preferred\b|desir(?:ed|able)\b|bonus(?: points| skills| if)?|ideally\b|extra (?:points|credit)|(?:big )?pluses|optional|brownie points|even better|what would set you apart|stand ?out|(?:helpful|useful|welcome|appreciated)\b)|\b(?:would|will) help\b|\bnot (?:required|essential|mandatory|necessary)\b|\b(?:preferred (?:skills|qualifications?|experience|requirements)|desired (?:skills|qualifications?)|nice to haves?|bonus points)\b"
    );
    let required = pattern!(
        r"\b(?:requirements?|must[- ]haves?|prerequisites?|who you are|about you|(?:you|we) (?:need|require)|you(?:'ll| will) (?:bring|need|have)|you should have|you possess|we(?:'re| are) looking for|we look for|looking for|your (?:profile|background|skills|qualifications|experience|skillset|competenc(?:ies|es))|(?:ideal|successful) candidate|candidate profile|person specification|what it takes|you must|the profile|skill set|what you bring|to succeed|to be successful|we expect|are you|(?:basic|minimum|required|essential|key|professional) (?:qualifications?|skills|experience|criteria)|essential|criteria)\b|^(?:you (?:are|have|bring)|minimum|profile|who you are)$|^(?:(?:key|core|technical|required|essential|your|professional|the|basic|additional|other|main|relevant|work|soft|hard|minimum|job|special|personal|desired|education|experience|skills|knowledge|qualifications?|competenc(?:ies|es|e)|certifications?|licenses?|languages?|abilities|training|and|or|expertise|attributes|characteristics|credentials|background|needed)\s?)+$"
    );
    let duties = pattern!(
        r"\b(?:responsibilit(?:y|ies)|duties|what you(?:'ll| will)(?: be)? (?:do|doing|work)|you will(?: be)?$|you'll(?: be)?$|what you do|your (?:role|tasks?|mission|job|day|impact|responsibilities)|the role|role (?:description|overview|summary)|tasks?|day to day|job (?:description|summary|purpose|duties)|about the (?:role|job|position)|in this role|key activities|accountabilities|position (?:summary|overview)|the position|the job|missions?|how you(?:'ll| will)|main (?:tasks|areas)|the opportunity|essential functions|work activities)\b"
    );
    let offer = pattern!(
        r"\b(?:benefits?|perks?|we offer|what we offer|you(?:'ll| will) (?:get|love)|in return|our offer|compensation|salary|pay (?:range|rate)|why (?:join|work|us|you)|equal (?:opportunity|employment)|eeo|diversity|accommodations?|how to apply|apply|application|contact|privacy|disclaimer|recruitment process|hiring process|interview process|the process|next steps|legal|notice|about (?:us|the company|the team|our|company)|company(?: size| type| description| overview)?|who we are|our (?:story|culture|values|mission|team|company|stack at)|date posted|likes|location(?: options)?|job (?:type|location|category)|employment type|experience level|industry|^role$|what's in it for you|life at|joining|terms|working hours|reports? to|department|schedule|work environment|physical demands|closing date|deadline|posted|offer)\b"
    );
    let technologies = pattern!(
        r"^(?:(?:our |the |your |key )?(?:technolog(?:y|ies)|tech stack|stack|tools|technical environment|tools and technologies|technologies and tools)(?: stack| used| we use)?)$"
    );
    // "What we're looking for is a …" alone on a line is a heading only while it is short.
    let fits = |longest: usize| count <= longest;
    if technologies.is_match(words) {
        return Some(Part::Technologies);
    }
    if !alone && count > 5 {
        return None;
    }
    if preferred.is_match(words) && fits(6) {
        Some(Part::Preferred)
    } else if offer.is_match(words)
        && fits(5)
        && !pattern!(r"\b(?:skills|qualifications?|requirements?)\b").is_match(words)
    {
        Some(Part::Offer)
    } else if duties.is_match(words)
        && fits(7)
        && !pattern!(r"\b(?:requirements?|qualifications?)\b").is_match(words)
    {
        Some(Part::Duties)
    } else if required.is_match(words) && fits(8) {
        Some(Part::Required)
    } else {
        None
    }
}
