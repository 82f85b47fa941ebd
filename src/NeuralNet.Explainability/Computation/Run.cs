namespace NeuralNet.Explainability;

/// <summary>What goes with one call: the seed, where to report progress, and when to end.</summary>
internal sealed class Run(int seed, IProgress<double>? progress, CancellationToken cancellationToken)
{
    /// <summary>Reports nothing and never ends.</summary>
    public static readonly Run Silent = new(0, null, CancellationToken.None);

    private readonly Lock reporting = new();
    private double start;
    private double share = 1;
    private double greatest;
    private int row;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The part of the call that explains one of several rows.</summary>
    public Run ForRow(int index, int rows) =>
        new(seed, progress, cancellationToken) { row = index, start = (double)index / rows, share = 1.0 / rows };

    /// <summary>The same run, of which nothing is reported.</summary>
    public Run InSilence() => ForRowInSilence(row);

    /// <summary>The part that explains one of several rows, of which nothing is reported.</summary>
    public Run ForRowInSilence(int index) => new(seed, null, cancellationToken) { row = index };

    /// <summary>A stream of random numbers for the row of this part; those of different indices are independent.</summary>
    public RandomStream Stream(long index = 0) => new(seed, RandomPurpose.General, row, index);

    /// <summary>Reports the done share of this part, and never less than before.</summary>
    public void Report(double done)
    {
        if (progress is null)
            return;
        lock (reporting)
        {
            if (done <= greatest)
                return;
            greatest = done;
            progress.Report(Math.Min(1, start + share * done));
        }
    }
}
