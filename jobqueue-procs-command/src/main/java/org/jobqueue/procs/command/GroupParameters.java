package org.jobqueue.procs.command;

import java.util.Optional;
import org.jobqueue.api.proc.Parameter;

/** The parameters of {@code group}. */
record GroupParameters(@Parameter("what people see of the job") Optional<String> label) {}
