namespace NeuralNet.Explainability;

/// <summary>The circumstances of one call: the seed, the receiver of the progress, and the cancellation.</summary>
internal sealed class Run
{
    /// <summary>A run that reports nothing and is never cancelled.</summary>
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

    /// <summary>Returns the part of the call that explains some of all rows.</summary>
    /// <param name="some">The indices of the rows among all rows; the part counts its rows from 0.</param>
    /// <param name="done">The number of rows that were explained before.</param>
    /// <param name="all">The number of all rows.</param>
    public Run ForRows(int[] some, int done, int all) =>
        Part(progress, row, some, start + share * done / all, share * some.Length / all);

    /// <summary>Returns the part of the call that explains one of several rows.</summary>
    public Run ForRow(int index, int count) =>
        Part(progress, Number(index), null, start + share * index / count, share / count);

    /// <summary>Returns this run without its progress.</summary>
    public Run InSilence() => Part(null, row, rows, start, share);

    /// <summary>Returns the part that explains one of several rows, without its progress.</summary>
    public Run ForRowInSilence(int index) => Part(null, Number(index), null, start, share);

    /// <summary>Returns the index among all rows of a row of this part.</summary>
    public int Number(int index) => rows?[index] ?? index;

    /// <summary>Returns a stream of random numbers for the row of this part; streams of different indices are independent.</summary>
    public RandomStream Stream(long index = 0) => new(seed, row, index);

    /// <summary>Reports the fraction of this part that is done; the reported values never decrease.</summary>
    public void Report(double done) => progress?.Report(Math.Min(1, start + share * done));

    private Run Part(Progress? reported, int ownRow, int[]? ownRows, double ownStart, double ownShare) =>
        new(seed, reported, CancellationToken) { row = ownRow, rows = ownRows, start = ownStart, share = ownShare };

    /// <summary>The progress of the whole call; all its parts report to it.</summary>
    private sealed class Progress(IProgress<double> target)
    {
        private readonly Lock reporting = new();
        private double maximum;

        public void Report(double done)
        {
            lock (reporting)
            {
                if (done <= maximum)
                    return;
                maximum = done;
                target.Report(done);
            }
        }
    }
}
