package org.jobqueue.procs.command;

import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code dumpenv}. */
record DumpEnvParameters(
    @Parameter("a first line for the output, and what people see of the job")
        Optional<String> title) {}
