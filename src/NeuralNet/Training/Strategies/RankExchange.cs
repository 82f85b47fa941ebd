using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace NeuralNet;

/// <summary>
/// The exchange between the ranks of a <see cref="TrainingStrategy"/> in a Fit, except that of the gradients: initial weights, losses,
/// figures, and decisions. Sums are computed in the order of the ranks, so every rank has the same bits.
/// </summary>
internal sealed class RankExchange : IPartSums
{
    /// <summary>The number in place of a checksum that indicates the end of the data.</summary>
    private const double NoBatch = -1;

    private readonly TrainingStrategy strategy;
    private double[] gathered = [];

    private RankExchange(TrainingStrategy strategy) => this.strategy = strategy;

    /// <summary>The first rank whose part of the last loss was not a finite number; null if there is none.</summary>
    public int? NotFiniteRank { get; private set; }

    /// <summary>Returns the exchange of a Fit; null if there is only one process.</summary>
    /// <exception cref="ArgumentException">The strategy's ranks are not numbered from 0.</exception>
    public static RankExchange? For(TrainingStrategy? strategy)
    {
        if (strategy is null)
            return null;
        if (strategy.Count < 1 || strategy.Rank < 0 || strategy.Rank >= strategy.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{strategy.GetType().Name} has the rank {strategy.Rank} of "
                + $"{strategy.Count}; ranks are numbered from 0 to one less than their count."), nameof(strategy));
        return strategy.Count == 1 ? null : new RankExchange(strategy);
    }

    /// <summary>Gets a value indicating whether this is rank 0.</summary>
    public bool IsFirst => strategy.Rank == 0;

    /// <summary>Returns the rows that belong to this rank.</summary>
    public BatchPart PartOf(int totalRows) => BatchPart.Of(totalRows, strategy.Rank, strategy.Count, this);

    /// <summary>Returns the exchange of the gradients.</summary>
    public GradientBuckets NewBuckets(LayerGraph graph, ParameterSpace space) => new(strategy, graph, space);

    public void Sum(Span<double> values) => Sum(Gather(values), values);

    /// <summary>
    /// Sums the parts of a loss (<see cref="BatchBuffers.LossSums"/>), and records the first rank with a part that is not a finite number.
    /// </summary>
    public void SumLoss(Span<double> values, BatchPart part)
    {
        if (part.Rows == 0)
            values.Clear();
        values[^1] *= part.Weight;
        ReadOnlySpan<double> all = Gather(values);
        NotFiniteRank = null;
        for (int i = all.Length - 1; i >= 0; i--)
            NotFiniteRank = double.IsFinite(all[i]) ? NotFiniteRank : i / values.Length;
        Sum(all, values);
    }

    /// <summary>Begins work that all ranks do together.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isCancelled">Whether this rank is cancelled.</param>
    /// <returns>Whether a rank was cancelled.</returns>
    /// <exception cref="InvalidOperationException">The ranks do different work.</exception>
    public bool BeginWork(SharedWork work, bool isCancelled)
    {
        ReadOnlySpan<double> all = Gather([(double)work, isCancelled ? 1 : 0]);
        for (int i = 0; i < all.Length; i += 2)
        {
            isCancelled |= all[i + 1] != 0;
            if (all[i] != all[0])
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"The ranks of {strategy.GetType().Name} call the same methods in the same order: rank 0 calls {(SharedWork)all[0]}, "
                    + $"rank {i / 2} calls {(SharedWork)all[i]}."));
        }

        return isCancelled;
    }

    /// <summary>Exchanges the requests of the ranks to cancel, which apply to all ranks, and compares their batches.</summary>
    /// <param name="isCancelled">Whether this rank is cancelled.</param>
    /// <param name="pass">The pass whose next batch is compared.</param>
    /// <returns>Whether a rank was cancelled.</returns>
    /// <exception cref="InvalidOperationException">The ranks have different batches, or some have none.</exception>
    public bool Agree(bool isCancelled, Pass pass) => Agree(null, isCancelled, pass, "data");

    /// <summary>
    /// Exchanges the requests of the ranks to stop or cancel, which apply to all ranks, and sets the learning rate to that of rank 0.
    /// </summary>
    /// <param name="run">The training; null for an evaluation.</param>
    /// <param name="isCancelled">Whether this rank is cancelled.</param>
    /// <param name="pass">The pass whose next batch is compared; null to compare none.</param>
    /// <param name="data">The name of the data of the pass.</param>
    /// <returns>Whether a rank was cancelled.</returns>
    /// <exception cref="InvalidOperationException">The ranks have different batches, or some have none.</exception>
    public bool Agree(TrainingRun? run, bool isCancelled, Pass? pass = null, string data = "data")
    {
        const int Numbers = 4;
        double own = run?.LearningRate ?? 0;

        // A cancelled rank reads nothing more: it would not wait for its data.
        double batch = isCancelled || pass is null ? 0 : pass.PeekChecksum() ?? NoBatch;
        ReadOnlySpan<double> all = Gather([run is { IsStopping: true } ? 1 : 0, isCancelled ? 1 : 0, own, batch]);
        bool isStopping = false;
        for (int i = 0; i < all.Length; i += Numbers)
        {
            isStopping |= all[i] != 0;
            isCancelled |= all[i + 1] != 0;
        }

        for (int i = 0; i < all.Length && !isCancelled; i += Numbers)
        {
            if (all[i + 3] != all[3])
                throw DifferentBatches(all[3], all[i + 3], i / Numbers, pass!, data, run);
        }

        if (isStopping)
            run?.Stop();

        // A follower shares the optimizer's state with the first part of its process, which may still be at the step before.
        if (run is { IsFollower: false } && all[2] != own)
            run.LearningRate = (float)all[2];
        return isCancelled;
    }

    /// <summary>Copies the weights, the state of the optimizer and the seed of rank 0 to every rank.</summary>
    /// <exception cref="InvalidOperationException">The ranks train different models.</exception>
    public void Begin(ITrainedModel model, LayerGraph graph, OptimizerState state, TrainingRun run)
    {
        (FitOptions fit, PassData data) = (run.Settings, run.TrainingData);
        RequireSame("a model with {0} parameters", graph.Parameters.Count);
        RequireSame("a model with {0} values in its parameters", graph.Parameters.Sum(parameter => (double)parameter.Shape.Size));
        RequireSame("a model of which {0} values are trained", state.Gradients.Gradients.Length);
        RequireSame("{0} rows of data, or in the first batch of them", data.Example.Rows);
        RequireSame("a batch size of {0}", data.BatchSize);
        RequireSame("{0} epochs", fit.Epochs - fit.InitialEpoch);
        RequireSame("{0} callbacks of type BackupAndRestore", run.Backup is null ? 0 : 1);
        RequireSameTraining(model.Describe(run));
        RequireSame("validations in batches of {0}", run.ValidationData?.BatchSize ?? 0);
        foreach (Parameter parameter in graph.Parameters)
            strategy.Broadcast(parameter.Value.Data);
        foreach (float[] slot in state.Slots.SelectMany(slots => slots))
            strategy.Broadcast(slot);
        ReadOnlySpan<double> numbers = Gather([model.Seed, state.Step, state.Epoch]);
        (model.Seed, state.Step, state.Epoch) = ((int)numbers[0], (long)numbers[1], (int)numbers[2]);
    }

    /// <summary>Validates that the ranks evaluate the same model with as many rows.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public void RequireSameEvaluation(LayerGraph graph, int rows, int batchSize)
    {
        RequireSame("a model with {0} parameters", graph.Parameters.Count);
        var crc = new Crc32C();
        foreach (Parameter parameter in graph.Parameters)
            crc.Append(MemoryMarshal.AsBytes<float>(parameter.Value.Data));
        RequireSame("weights with the checksum {0}", crc.Value);
        RequireSame("{0} rows of data, or in the first batch of them", rows);
        RequireSame("a batch size of {0}", batchSize);
    }

    /// <summary>Returns the bytes that rank 0 passes; the others pass none.</summary>
    public byte[] FromFirst(byte[] own)
    {
        int length = (int)Gather([own.Length])[0];
        float[] padded = new float[(length + sizeof(float) - 1) / sizeof(float)];
        Span<byte> bytes = MemoryMarshal.AsBytes(padded.AsSpan());
        if (IsFirst)
            own.CopyTo(bytes);
        strategy.Broadcast(padded);
        return bytes[..length].ToArray();
    }

    /// <summary>Returns the rows of a tensor that belong to this rank.</summary>
    public (int Start, int Count) RowsOf(int rows) => BatchPart.RowsOf(rows, strategy.Rank, strategy.Count);

    /// <summary>Collects the rows of all ranks.</summary>
    /// <param name="own">The rows of this rank (<see cref="RowsOf(int)"/>); null if there are none.</param>
    /// <param name="all">Receives all rows.</param>
    public void GatherRows(Tensor? own, Tensor all)
    {
        int rowLength = all.Length / all.Rows, maxLength = (all.Rows + strategy.Count - 1) / strategy.Count * rowLength;
        float[] padded = new float[maxLength], parts = new float[maxLength * strategy.Count];
        own?.Data.CopyTo(padded);
        strategy.Gather(MemoryMarshal.AsBytes<float>(padded), MemoryMarshal.AsBytes(parts.AsSpan()));
        for (int rank = 0; rank < strategy.Count; rank++)
        {
            (int start, int count) = BatchPart.RowsOf(all.Rows, rank, strategy.Count);
            parts.AsSpan(rank * maxLength, count * rowLength).CopyTo(all.Data[(start * rowLength)..]);
        }
    }

    /// <summary>Merges the figures of the ranks, in the order of the ranks.</summary>
    /// <param name="own">The figures of this rank's rows.</param>
    /// <param name="part">Receives the figures of each rank in turn.</param>
    /// <param name="whole">Receives the figures of all.</param>
    public void Merge(MetricTracker own, MetricTracker part, MetricTracker whole)
    {
        var state = new SavedState();
        own.SaveState(state);
        whole.Reset();
        foreach (string text in Gather(state.ToText()))
        {
            part.RestoreState(SavedState.FromText(text));
            whole.MergeWith(part);
        }
    }

    /// <summary>Returns whether a condition holds on any rank.</summary>
    public bool Any(bool condition)
    {
        Span<double> count = [condition ? 1 : 0];
        Sum(count);
        return count[0] > 0;
    }

    private InvalidOperationException DifferentBatches(
        double first, double other, int rank, Pass pass, string data, TrainingRun? run)
    {
        string epoch = run is null ? "" : FormattableString.Invariant($" of epoch {run.Epoch + 1}");
        string difference = first == NoBatch || other == NoBatch
            ? string.Create(CultureInfo.InvariantCulture, $"The {data} of rank {(first == NoBatch ? 0 : rank)} came to their end after "
                + $"batch {pass.Position}{epoch}, and those of rank {(first == NoBatch ? rank : 0)} did not.")
            : string.Create(CultureInfo.InvariantCulture, $"Batch {pass.Position + 1} of the {data}{epoch} has other values on rank {rank} "
                + $"than on rank 0.");
        return new InvalidOperationException($"{difference} The ranks of {strategy.GetType().Name} read the same data, all of them; "
            + "each computes its own rows of every batch.");
    }

    private static void Sum(ReadOnlySpan<double> all, Span<double> values)
    {
        all[..values.Length].CopyTo(values);
        for (int i = values.Length; i < all.Length; i++)
            values[i % values.Length] += all[i];
    }

    private ReadOnlySpan<double> Gather(scoped ReadOnlySpan<double> own)
    {
        int length = own.Length * strategy.Count;
        if (gathered.Length < length)
            gathered = new double[length];
        Span<double> all = gathered.AsSpan(0, length);
        strategy.Gather(MemoryMarshal.AsBytes(own), MemoryMarshal.AsBytes(all));
        return all;
    }

    private string[] Gather(string own)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(own);
        int[] lengths = [.. Gather([bytes.Length]).ToArray().Select(length => (int)length)];
        int maxLength = lengths.Max();
        byte[] all = new byte[maxLength * strategy.Count];
        Array.Resize(ref bytes, maxLength);
        strategy.Gather(bytes, all);
        return [.. lengths.Select((length, rank) => Encoding.UTF8.GetString(all, rank * maxLength, length))];
    }

    private void RequireSameTraining(IReadOnlyList<(string What, string Text)> own)
    {
        foreach ((string what, string text) in own)
        {
            string[] all = Gather(text);
            int rank = Array.FindIndex(all, other => other != all[0]);
            if (rank > 0)
                throw new InvalidOperationException($"The ranks of {strategy.GetType().Name} must train one model with the same data "
                    + $"and settings. Different is: {what}; rank 0 has {TextDifference.Of(all[0], all[rank])}, rank "
                    + $"{rank.ToString(System.Globalization.CultureInfo.InvariantCulture)} has {TextDifference.Of(all[rank], all[0])}.");
        }
    }

    private void RequireSame(string what, double own)
    {
        ReadOnlySpan<double> all = Gather([own]);
        for (int rank = 1; rank < all.Length; rank++)
        {
            if (all[rank] != all[0])
                throw new InvalidOperationException($"The ranks of {strategy.GetType().Name} must train one model with the same data "
                    + $"and settings: rank 0 has {Words(all[0])}, rank {rank} has {Words(all[rank])}.");
        }

        string Words(double value) => string.Format(System.Globalization.CultureInfo.InvariantCulture, what, value);
    }
}
