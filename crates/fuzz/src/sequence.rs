//! Any sequence of what people do on four devices: every command is answered, as a model says it must be, and nobody
//! has a gap when everything has come to rest.

mod model;
mod tab;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use hubbub_chat::{
    Caller,
    memory::{chat_with, sign_in},
    rooms,
};
use hubbub_protocol::{
    Command, CreateRoom, Epoch, FEATURE_LEVEL, Hello, JoinRoom, Nonce, PROTOCOL_VERSION, Position, RoomId, SendMessage,
    SetTyping, Timestamp, limits,
};
use hubbub_realtime::{LocalBus, Realtime, Settings};
use tokio::task::{JoinSet, yield_now};
use tokio_util::sync::CancellationToken;

use crate::{choices::Choices, clock};

use model::Model;
use tab::Tab;

/// Whose the devices are.
const PEOPLE: [&str; 4] = ["Ada", "Ada", "Grace", "Linus"];
/// Steps of a sequence; longer ones are cut.
const STEPS: usize = 300;
/// Names of rooms. Two have the same slug, two are no names.
const NAMES: [&str; 6] = ["Garden", "garden!", "Kitchen", "General", "?", "\u{7}"];
/// Turns of the publisher until it has nothing to do, with room to spare.
const TURNS: usize = 8;
/// The epoch of what is kept in memory.
const EPOCH: Epoch = Epoch::from_bytes([7; 16]);

pub(crate) fn check(input: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime without threads can always be made");
    runtime.block_on(async {
        let mut scene = Scene::new().await;
        let mut choices = Choices::new(input);
        for _ in 0..STEPS {
            let Some(choice) = choices.next() else { break };
            scene.step(choice, &mut choices).await;
        }
        scene.comes_to_rest().await;
    });
}

/// A server with one room, four devices, and a clock that only the sequence moves.
struct Scene {
    realtime: Realtime,
    now: Instant,
    callers: Vec<Caller>,
    tabs: Vec<Tab>,
    model: Model,
    _publisher: JoinSet<()>,
}

impl Scene {
    async fn new() -> Self {
        let (bus, feed) = LocalBus::new();
        let chat = chat_with(Arc::new(bus));
        rooms::ensure_general(&chat).await.expect("General can be made");
        let mut callers: Vec<Caller> = Vec::new();
        for name in PEOPLE {
            let known = callers.iter().find(|caller| caller.account().name == name).cloned();
            callers.push(match known {
                Some(caller) => caller,
                None => sign_in(&chat, name).await.expect("the name is free"),
            });
        }
        let (general, _) = rooms::joined(&chat, &callers[0]).await.expect("rooms can be listed").remove(0);
        let realtime = Realtime::new(chat, Settings::new("build"));
        let mut publisher = JoinSet::new();
        publisher.spawn(realtime.clone().run(feed, CancellationToken::new()));
        let model = Model::new(general.id, callers.iter().map(Caller::id));
        let tabs = PEOPLE.map(|_| Tab::default()).into();
        Self { realtime, now: clock::start(), callers, tabs, model, _publisher: publisher }
    }

    async fn step(&mut self, choice: u8, choices: &mut Choices<'_>) {
        let index = usize::from(choice) % PEOPLE.len();
        let Self { realtime, now, callers, tabs, model, .. } = self;
        let (tab, caller) = (&mut tabs[index], &callers[index]);
        match choice / 4 % 16 {
            0..6 => {
                let command = any_command(model, choices);
                tab.commands(command, caller.id(), model, *now);
            }
            6 | 7 => tab.says(choices.bytes(usize::from(choice)), caller.id(), model, *now),
            8 => {
                tab.connects(realtime, caller, *now);
                if choice < 0xc0 {
                    tab.greets(caller.id(), model, *now);
                }
            }
            9 => tab.leaves(),
            10 => tab.holds = !tab.holds,
            11 => tab.stalls(),
            12 => tab.gives_a_sign(*now),
            _ => {
                *now += Duration::from_millis(100) * choices.byte().into();
                for tab in tabs {
                    tab.ticks(*now);
                }
            }
        }
        self.settle().await;
    }

    /// Lets everything happen that can.
    async fn settle(&mut self) {
        for _ in 0..2 {
            for (tab, caller) in self.tabs.iter_mut().zip(&self.callers) {
                tab.works(caller.id(), &mut self.model);
            }
            for _ in 0..TURNS {
                yield_now().await;
            }
        }
        self.tabs.iter_mut().for_each(|tab| tab.hears(&self.model));
    }

    /// Lets go of what is held up, and looks for what is missing.
    async fn comes_to_rest(&mut self) {
        self.tabs.iter_mut().for_each(Tab::lets_go);
        self.settle().await;
        for (tab, caller) in self.tabs.iter().zip(&self.callers) {
            tab.check(caller.id(), &self.model);
        }
    }
}

/// One of the commands, about one of a few rooms, with one of a few nonces.
fn any_command(model: &Model, choices: &mut Choices) -> Command {
    let kind = choices.byte();
    let room = model.room(choices.byte());
    match kind % 8 {
        0 => CreateRoom { name: NAMES[choices.below(NAMES.len())].to_owned() }.into(),
        1 => JoinRoom { room }.into(),
        2 => SetTyping { room, typing: kind & 0x80 == 0 }.into(),
        _ => {
            let nonce = Nonce::new(Timestamp::default(), [choices.byte() % 16; 10]);
            let body = match choices.byte() % 16 {
                0 => " ".to_owned(),
                1 => "a\0b".to_owned(),
                2 => "x".repeat(limits::MESSAGE_BODY + 1),
                3 => "x".repeat(limits::MESSAGE_BODY),
                number => format!("hi {number}"),
            };
            SendMessage::new(room, nonce, body).into()
        }
    }
}

/// The first words of a connection that holds these positions.
fn hello(held: impl IntoIterator<Item = (RoomId, hubbub_protocol::Seq)>) -> Hello {
    Hello {
        protocol: PROTOCOL_VERSION,
        feature_level: FEATURE_LEVEL,
        client: "fuzz/1".to_owned(),
        epoch: Some(EPOCH),
        resume: held.into_iter().map(|(room, after)| Position { room, after }).collect(),
        account_version: None,
    }
}
