namespace NeuralNet.Explainability;

/// <summary>What goes with one call: the seed, where to report progress, and when to end.</summary>
internal sealed class Run
{
    /// <summary>Reports nothing and never ends.</summary>
    public static readonly Run Silent = new(0, (IProgress<double>?)null, CancellationToken.None);

    private readonly int seed;
    private readonly Progress? progress;
    private double start;
    private double share = 1;
    private int row;
    private int[]? rows;

    public Run(int seed, IProgress<double>? progress, CancellationToken cancellationToken)
        : this(seed, progress is null ? null : new Progress(progress), cancellationToken)
    {
    }

    private Run(int seed, Progress? progress, CancellationToken cancellationToken)
    {
        this.seed = seed;
        this.progress = progress;
        CancellationToken = cancellationToken;
    }

    public CancellationToken CancellationToken { get; }

    /// <summary>The part of the call that explains some of all rows.</summary>
    /// <param name="some">The numbers of the rows among all; the part counts them from 0.</param>
    /// <param name="done">The number of rows that were explained before.</param>
    /// <param name="all">The number of all rows.</param>
    public Run ForRows(int[] some, int done, int all) =>
        Part(progress, row, some, start + share * done / all, share * some.Length / all);

    /// <summary>The part of the call that explains one of several rows.</summary>
    public Run ForRow(int index, int count) =>
        Part(progress, Number(index), null, start + share * index / count, share / count);

    /// <summary>The same run, of which nothing is reported.</summary>
    public Run InSilence() => Part(null, row, rows, start, share);

    /// <summary>The part that explains one of several rows, of which nothing is reported.</summary>
    public Run ForRowInSilence(int index) => Part(null, Number(index), null, start, share);

    /// <summary>The number among all rows of a row of this part.</summary>
    public int Number(int index) => rows?[index] ?? index;

    /// <summary>A stream of random numbers for the row of this part; those of different indices are independent.</summary>
    public RandomStream Stream(long index = 0) => new(seed, RandomPurpose.General, row, index);

    /// <summary>Reports the done share of this part, and never less than before.</summary>
    public void Report(double done) => progress?.Report(Math.Min(1, start + share * done));

    private Run Part(Progress? reported, int ownRow, int[]? ownRows, double ownStart, double ownShare) =>
        new(seed, reported, CancellationToken) { row = ownRow, rows = ownRows, start = ownStart, share = ownShare };

    /// <summary>The progress of the whole call, which all its parts report to.</summary>
    private sealed class Progress(IProgress<double> target)
    {
        private readonly Lock reporting = new();
        private double greatest;

        public void Report(double done)
        {
            lock (reporting)
            {
                if (done <= greatest)
                    return;
                greatest = done;
                target.Report(done);
            }
        }
    }
}
