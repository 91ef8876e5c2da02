//! `zk-sim SEED`: runs one seed. See `--help` for batches, mutants and making a failure smaller.

use zk_sim::plan::{Plan, Profile};
use zk_sim::world::World;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let from: u64 = args[1].parse().unwrap_or(1);
    let n: u64 = args.get(2).and_then(|a| a.parse().ok()).unwrap_or(1);
    let profile = args.get(3).and_then(|p| Profile::from_name(p)).unwrap_or(Profile::Mixed);
    let start = std::time::Instant::now();
    let (mut events, mut bad) = (0, 0);
    let mut points = zk_sim::points::Points::default();
    for seed in from..from + n {
        let plan = Plan::draw(seed, profile, 500);
        let world = match World::new(plan.clone()) {
            Ok(w) => w,
            Err(v) => {
                println!("{seed}: {v}");
                continue;
            }
        };
        let out = world.run();
        events += out.events;
        points.merge(&out.points);
        if n == 1 {
            println!(
                "{seed}: {:?} {:x} {} events {} s {} answered {} chosen",
                out.violation,
                out.hash,
                out.events,
                out.simulated_us / 1_000_000,
                out.answered,
                out.chosen
            );
            println!("{:?}", plan.config);
        }
        if let Some(v) = &out.violation {
            bad += 1;
            println!("{seed}: {v}");
            if n == 1 {
                let mut world = World::new(plan).unwrap_or_else(|v| panic!("{v}"));
                world.keep_trace();
                for l in world.run().trace {
                    println!("{l}");
                }
            }
        }
    }
    println!("{n} seeds, {bad} bad, {events} events, {:?}", start.elapsed());
    if n > 1 {
        println!("{}", points.table());
    }
}
