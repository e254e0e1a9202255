/**
 * Random simulation: many processes over one simulated server, with client caches, lost replies,
 * errors, pauses, deaths and crashes of the server. All chance comes from one seed, and time goes
 * on only when the scheduler says so, so that a run can be repeated.
 */
@NullMarked
package org.jobqueue.testkit.simulate;

import org.jspecify.annotations.NullMarked;
