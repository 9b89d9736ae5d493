package dev.souk.edge;

/** Ends a call before it was asked: the request itself is the problem. Has no stack trace; it is no fault. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.code().code(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
