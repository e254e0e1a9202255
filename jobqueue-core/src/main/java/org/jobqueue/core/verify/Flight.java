package org.jobqueue.core.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.RunTicket;

/**
 * What is under way: tickets in flight, announced operations and registered workers, at one moment.
 * While a job has a ticket in flight or its hierarchy an intent, somebody will finish what was
 * begun.
 *
 * @param tickets the tickets in flight by job
 * @param intents the announced operations by hierarchy
 * @param heartbeats the names that show which workers live
 */
record Flight(
    Map<JobId, List<InFlight>> tickets,
    Map<Long, List<IntentName>> intents,
    Set<String> heartbeats) {

  /** A ticket in flight and who has it. */
  record InFlight(String worker, RunTicket ticket) {}

  static Flight read(QueueReads queue) throws IOException {
    // Intents last: an operation that is over has issued its tickets before.
    Set<String> heartbeats = new HashSet<>();
    for (String worker : queue.names(queue.layout().workers())) {
      for (String name : queue.names(queue.layout().worker(worker))) {
        Optional<HeartbeatName> heartbeat = HeartbeatName.parse(name);
        if (heartbeat.isPresent() && !heartbeat.get().dead()) {
          heartbeats.add(worker + "/" + name);
        }
      }
    }
    Map<JobId, List<InFlight>> tickets = new HashMap<>();
    for (String worker : queue.names(queue.layout().run())) {
      for (String name : queue.names(queue.layout().runDirectory(worker))) {
        RunTicket.parse(name)
            .ifPresent(
                ticket ->
                    tickets
                        .computeIfAbsent(ticket.ticket().node().id(), id -> new ArrayList<>())
                        .add(new InFlight(worker, ticket)));
      }
    }
    Map<Long, List<IntentName>> intents = new HashMap<>();
    for (String name : queue.names(queue.layout().intents())) {
      IntentName.parse(name)
          .ifPresent(
              intent ->
                  intents.computeIfAbsent(intent.number(), n -> new ArrayList<>()).add(intent));
    }
    return new Flight(tickets, intents, heartbeats);
  }

  List<InFlight> ticketsOf(JobId job) {
    return tickets.getOrDefault(job, List.of());
  }

  /** Whether a submission or deletion of the hierarchy is announced. */
  boolean hasOwner(long number) {
    return intents.getOrDefault(number, List.of()).stream()
        .anyMatch(intent -> !intent.operation().isControl());
  }

  /** Whether an operation is announced that issues the tickets of jobs that can run. */
  boolean hasTicketIssuer(long number) {
    return intents.getOrDefault(number, List.of()).stream()
        .anyMatch(intent -> intent.operation() != IntentName.Operation.PRIORITY);
  }
}
