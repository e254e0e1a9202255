package org.jobqueue.core.hook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.core.format.HistoryLine;
import org.jspecify.annotations.Nullable;

/** Sends each event as JSON to a server, which has to answer in time. */
final class PostHook implements JobListener {
  private final URI url;
  private final Duration timeout;
  private @Nullable HttpClient client; // has threads: made when there is something to send

  PostHook(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
  }

  @Override
  public void happened(JobEvent event) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .timeout(timeout)
            .POST(BodyPublishers.ofByteArray(HistoryLine.toJson(event)))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        client().sendAsync(request, BodyHandlers.discarding());
    try {
      // The time-out of the request ends with the head of the answer; this one has all of it.
      int status = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode();
      if (status / 100 != 2) {
        throw new IOException(url + " answered with status " + status);
      }
    } catch (TimeoutException e) {
      throw new IOException(url + " did not answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(url + " cannot be reached: " + e.getCause(), e);
    } finally {
      answer.cancel(true);
    }
  }

  private synchronized HttpClient client() {
    HttpClient present = client;
    if (present == null) {
      present = HttpClient.newBuilder().connectTimeout(timeout).build();
      client = present;
    }
    return present;
  }

  @Override
  public String toString() {
    return "hook post " + url;
  }
}
