package org.jobqueue.core.protocol;

import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;

/**
 * The right to run a job and to commit the result, until it is taken away.
 *
 * @param definition the job
 * @param running its register, with this worker as owner
 * @param ticket the ticket in flight
 */
public record Claim(JobDefinition definition, RegisterName running, RunTicket ticket) {}
