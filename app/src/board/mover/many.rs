//! Moves several cards in one go: one request, one message, and one way back for all of them.

use leptos::{prelude::*, task::spawn_local};
use std::collections::{HashMap, HashSet};

use super::{Mover, Request, Waiting, may_pass};
use crate::{
    api::board::move_cards,
    components::Toast,
    error::ClaraError,
    wire::board::{Card, CardMove, CardMoved, MOVES_AT_ONCE, Moved},
};

/// As many names as a message tells.
const NAMES: usize = 3;

/// A move that was sent, and the card as the server last had it.
type Sent = (Request, Card);

/// What became of several moves.
#[derive(Default)]
struct Outcome {
    /// Those that were done; what would take them back.
    back: Vec<Request>,
    /// Where the done ones went.
    to: HashSet<String>,
    /// Somebody else was faster: the cards as they stand now.
    overtaken: Vec<Card>,
    /// Names of those that are not on the board any more.
    gone: Vec<String>,
    /// The server refused these, and why.
    refused: Vec<Request>,
    error: Option<ClaraError>,
}

impl Mover {
    /// Moves them.
    pub fn go_all(self, requests: Vec<Request>) {
        self.deselect(&requests);
        // One alone goes by itself, and so does one that waits for its earlier move.
        let alone = requests.len() == 1;
        let (single, together): (Vec<_>, Vec<_>) = requests
            .into_iter()
            .partition(|request| alone || self.is_under_way(&request.application));
        for request in single {
            self.go(request);
        }
        let sent: Vec<Sent> = together
            .into_iter()
            .filter_map(|request| {
                let card = self.board.card(&request.application)?;
                (card.column != request.to).then(|| (request, Card::clone(&card)))
            })
            .collect();
        if sent.is_empty() {
            return;
        }
        self.board.put_all(
            sent.iter()
                .map(|sent| there(sent, sent.1.version))
                .collect(),
        );
        self.under_way.update_value(|under_way| {
            for (request, _) in &sent {
                under_way.insert(request.application.clone(), Waiting::default());
            }
        });
        spawn_local(self.send_all(sent));
    }

    fn deselect(self, requests: &[Request]) {
        let applications = requests.iter().map(|request| &*request.application);
        let moved: HashSet<&str> = applications.collect();
        self.board.selection.keep(|id| !moved.contains(id));
    }

    fn is_under_way(self, application: &str) -> bool {
        self.under_way
            .with_value(|under_way| under_way.contains_key(application))
    }

    async fn send_all(self, sent: Vec<Sent>) {
        let mut outcome = Outcome::default();
        for (at, chunk) in sent.chunks(MOVES_AT_ONCE).enumerate() {
            let moves = chunk.iter().map(|(request, stands)| CardMove {
                application: request.application.clone(),
                column: request.to.clone(),
                version: stands.version,
            });
            // Asked once, it is the same for all.
            let reason = chunk
                .first()
                .and_then(|(request, _)| request.reason.clone());
            let answer = move_cards(moves.collect(), reason).await;
            // The board may have been left meanwhile.
            if self.under_way.try_with_value(|_| ()).is_none() {
                return;
            }
            match answer {
                Ok(ends) => self.settle(chunk, ends, &mut outcome),
                Err(error) => {
                    outcome.refused = self.put_back(&sent[at * MOVES_AT_ONCE..]);
                    outcome.error = Some(error);
                    break;
                }
            }
        }
        self.tell(outcome, sent.len());
    }

    /// Shows the cards where they stood.
    fn put_back(self, sent: &[Sent]) -> Vec<Request> {
        let stood = sent.iter().map(|(_, stands)| stands.clone());
        self.board.put_all(stood.collect());
        for (request, _) in sent {
            self.finish(&request.application);
        }
        sent.iter().map(|(request, _)| request.clone()).collect()
    }

    /// Shows how each ended.
    fn settle(self, chunk: &[Sent], ends: Vec<CardMoved>, outcome: &mut Outcome) {
        let mut ends: HashMap<String, Option<Moved>> = ends
            .into_iter()
            .map(|moved| (moved.application, moved.end))
            .collect();
        let mut stand = Vec::new();
        let mut finished = Vec::new();
        for sent in chunk {
            let (request, before) = sent;
            match ends.remove(&request.application).flatten() {
                Some(Moved::Done { version }) => {
                    outcome.to.insert(request.to.clone());
                    outcome.back.push(Request {
                        to: before.column.clone(),
                        reason: None,
                        ..request.clone()
                    });
                    if let Some(next) = self.wished_since(request) {
                        // It goes on by itself, from where it stands now.
                        spawn_local(self.send(next, there(sent, version)));
                        continue;
                    }
                    let now = self.board.card(&request.application);
                    stand.extend(now.map(|now| Card {
                        version,
                        column: request.to.clone(),
                        ..Card::clone(&now)
                    }));
                }
                Some(Moved::Changed(current)) => {
                    stand.push(Card::clone(&current));
                    outcome.overtaken.push(*current);
                }
                None => {
                    self.board.take(&request.application);
                    outcome.gone.push(request.name.clone());
                }
            }
            finished.push(&request.application);
        }
        self.board.put_all(stand);
        for application in finished {
            self.finish(application);
        }
    }

    /// Where the card was moved to since, if that is elsewhere.
    fn wished_since(self, request: &Request) -> Option<Request> {
        let next = self.under_way.try_update_value(|under_way| {
            under_way
                .get_mut(&request.application)
                .and_then(|waiting| waiting.next.take())
        });
        next.flatten().filter(|next| next.to != request.to)
    }

    fn tell(self, outcome: Outcome, of: usize) {
        let not_moved = outcome
            .overtaken
            .iter()
            .map(|card| card.application.clone())
            .chain(
                outcome
                    .refused
                    .iter()
                    .map(|request| request.application.clone()),
            );
        self.board.selection.give_back(not_moved.collect());
        self.tell_done(outcome.back, outcome.to);
        if !outcome.overtaken.is_empty() {
            self.tell_overtaken(outcome.overtaken, of);
        }
        if !outcome.gone.is_empty() {
            let detail = format!("No longer on this board: {}.", listed(&outcome.gone));
            let title = not_moved_title(outcome.gone.len(), of);
            self.toasts.show(Toast::bad(title).detail(detail));
        }
        if let Some(error) = outcome.error {
            self.tell_refused(outcome.refused, of, &error);
        }
    }

    fn tell_done(self, back: Vec<Request>, to: HashSet<String>) {
        let what = match &back[..] {
            [] => return,
            [one] => one.name.clone(),
            several => several.len().to_string(),
        };
        let mut to = to.iter();
        let title = match (to.next(), to.next()) {
            (Some(column), None) => format!("{what} moved to {}", self.board.column_name(column)),
            // Only the way back leads into several columns.
            _ => format!("{what} moved back"),
        };
        let undo = Callback::new(move |()| self.go_all(back.clone()));
        self.undo.set_value(Some(undo));
        self.toasts.show(Toast::good(title).action("Undo", undo));
    }

    fn tell_overtaken(self, cards: Vec<Card>, of: usize) {
        let stand: Vec<String> = cards
            .iter()
            .map(|card| {
                let column = self.board.column_name(&card.column);
                format!("{} is in {column}", card.shown_name())
            })
            .collect();
        let detail = format!(
            "Somebody else moved them meanwhile: {} now.",
            listed(&stand)
        );
        let title = not_moved_title(cards.len(), of);
        self.toasts.show(Toast::bad(title).detail(detail));
    }

    fn tell_refused(self, refused: Vec<Request>, of: usize, error: &ClaraError) {
        let title = not_moved_title(refused.len(), of);
        let detail = format!("{}. The cards are back where they stood.", error.title());
        let toast = Toast::bad(title).detail(detail);
        self.toasts.show(if may_pass(error) {
            toast.action(
                "Try again",
                Callback::new(move |()| self.go_all(refused.clone())),
            )
        } else {
            toast
        });
    }
}

/// The card where its move put it.
fn there((request, stands): &Sent, version: i64) -> Card {
    Card {
        column: request.to.clone(),
        version,
        ..stands.clone()
    }
}

fn not_moved_title(many: usize, of: usize) -> String {
    let were = if many == 1 { "was" } else { "were" };
    format!("{many} of {of} {were} not moved")
}

/// The first few, and how many more.
fn listed(all: &[String]) -> String {
    let named = all.iter().take(NAMES).map(String::as_str);
    let named = named.collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMES) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_message_names_a_few_and_counts_the_rest() {
        let names = ["Sam", "Ines", "Mei", "Ada", "Bo"].map(str::to_owned);
        assert_eq!(listed(&names[..2]), "Sam, Ines");
        assert_eq!(listed(&names), "Sam, Ines, Mei and 2 more");
    }
}
