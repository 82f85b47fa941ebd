using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Validates a caller's batch, resolves the losses for its shapes, and converts the batch to the shapes of the graph and these losses.
/// </summary>
internal delegate (AlignedArrays Data, IReadOnlyList<Loss> Losses) PrepareBatch(
    IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight);

/// <summary>
/// Runs single training and test steps for a caller. The memory for batches of one shape is allocated for the first such batch and kept;
/// later batches are copied directly to it.
/// </summary>
internal sealed class SingleSteps
{
    /// <summary>The number of shapes of batches whose memory is kept; the memory that was allocated first is replaced.</summary>
    private const int MaxKept = 8;

    private readonly LayerGraph graph;
    private readonly PrepareBatch prepare;
    private readonly Func<IReadOnlyList<Loss>, Trainer> newTrainer;
    private readonly CompileSettings settings;
    private readonly bool[] isTrained;
    private readonly ParameterSpace gradients;
    private readonly List<StepMemory> training = [], testing = [];

    public SingleSteps(LayerGraph graph, CompileSettings settings, OptimizerState optimizerState, ITrainedModel model, PrepareBatch prepare)
    {
        this.graph = graph;
        this.settings = settings;
        this.prepare = prepare;
        newTrainer = losses => new Trainer(model, graph, settings, losses, optimizerState);
        isTrained = [.. graph.Parts.Select(layer => layer.IsTrainable)];
        optimizerState.Train(graph.Parameters.Where(parameter => parameter.IsTrainable));
        gradients = optimizerState.Gradients;
    }

    /// <summary>Gets a value indicating whether the settings and the layers are unchanged; otherwise the memory cannot be used.</summary>
    public bool IsCurrent
    {
        get
        {
            for (int i = 0; i < isTrained.Length; i++)
            {
                if (graph.Parts[i].IsTrainable != isTrained[i])
                    return false;
            }

            return true;
        }
    }

    /// <exception cref="TrainingDivergedException">The loss is not a finite number.</exception>
    public Evaluation Train(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight)
    {
        StepMemory memory = Take(training, gradients, x, y, sampleWeight);
        double loss = memory.Trainer.Step(memory.Buffers);
        return double.IsFinite(loss) ? memory.Figures(loss) : throw new TrainingDivergedException(loss);
    }

    public Evaluation Test(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight)
    {
        StepMemory memory = Take(testing, null, x, y, sampleWeight);
        return memory.Figures(memory.Trainer.Test(memory.Buffers));
    }

    /// <summary>Copies a batch to the memory for its shape.</summary>
    private StepMemory Take(
        List<StepMemory> known, ParameterSpace? space, IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y,
        IReadOnlyList<Tensor?>? sampleWeight)
    {
        foreach (StepMemory memory in known)
        {
            if (memory.TryTake(x, y, sampleWeight))
                return memory;
        }

        (AlignedArrays data, IReadOnlyList<Loss> losses) = prepare(x, y, sampleWeight);
        foreach (StepMemory memory in known)
        {
            if (memory.TryTake(data.Inputs, data.Targets, sampleWeight))
                return memory;
        }

        var made = new StepMemory(graph, newTrainer(losses), losses, data, space, new MetricTracker(settings, graph, data));
        if (known.Count == MaxKept)
            known.RemoveAt(0);
        known.Add(made);
        return made.TryTake(data.Inputs, data.Targets, sampleWeight)
            ? made
            : throw new InvalidOperationException("The batch does not fit the memory that was made for it.");
    }

    /// <summary>The memory of steps of one shape of batch.</summary>
    private sealed class StepMemory(
        LayerGraph graph, Trainer trainer, IReadOnlyList<Loss> losses, AlignedArrays data, ParameterSpace? space, MetricTracker tracker)
    {
        public Trainer Trainer { get; } = trainer;

        public BatchBuffers Buffers { get; } = trainer.NewBuffers(data, data.Rows, space);

        /// <summary>Copies a batch of this shape; returns false if the batch has another shape or a value is not finite.</summary>
        /// <exception cref="ArgumentException">A loss cannot take a target or a weight.</exception>
        public bool TryTake(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight)
        {
            if (!Fit(x, Buffers.Plan.Inputs) || !Fit(y, Buffers.Targets) || !FitWeights(sampleWeight))
                return false;
            for (int i = 0; i < y.Count; i++)
                DataAlignment.CheckTargets(graph, i, losses[i], y[i], Buffers.Plan.Outputs[i].Shape, DataNames.Arguments);
            tracker.CheckTargets(y, Buffers.Plan.Outputs);
            CopyWeights(sampleWeight);
            Copy(x, Buffers.Plan.Inputs);
            Copy(y, Buffers.Targets);
            return true;
        }

        /// <summary>Returns the figures of the batch in the memory.</summary>
        public Evaluation Figures(double loss)
        {
            tracker.Reset();
            tracker.Update(Buffers, loss);
            var figures = new Logs();
            tracker.CopyTo(figures);
            tracker.CopyListsTo(figures);
            return new Evaluation(figures);
        }

        private bool FitWeights(IReadOnlyList<Tensor?>? sampleWeight)
        {
            if (sampleWeight is not null && sampleWeight.Count != 1 && sampleWeight.Count != Buffers.SampleWeights.Count)
                return false;
            for (int i = 0; i < Buffers.SampleWeights.Count; i++)
            {
                Tensor? given = SampleWeights.Of(sampleWeight, i), place = Buffers.SampleWeights[i];
                if (given?.Length != place?.Length || given?.Rows != place?.Rows)
                    return false;
            }

            return true;
        }

        private void CopyWeights(IReadOnlyList<Tensor?>? sampleWeight)
        {
            for (int i = 0; i < Buffers.SampleWeights.Count; i++)
            {
                if (SampleWeights.Of(sampleWeight, i) is not { } given)
                    continue;
                SampleWeights.Check(given, nameof(sampleWeight));
                given.Data.CopyTo(Buffers.SampleWeights[i]!.Data);
            }
        }

        private static bool Fit(IReadOnlyList<Tensor> tensors, IReadOnlyList<Tensor> places)
        {
            if (tensors is null || tensors.Count != places.Count)
                return false;
            for (int i = 0; i < places.Count; i++)
            {
                if (tensors[i] is not { } tensor || !tensor.Shape.Equals(places[i].Shape)
                    || !TensorPrimitives.IsFiniteAll<float>(tensor.Data))
                    return false;
            }

            return true;
        }

        private static void Copy(IReadOnlyList<Tensor> tensors, IReadOnlyList<Tensor> places)
        {
            for (int i = 0; i < places.Count; i++)
                tensors[i].Data.CopyTo(places[i].Data);
        }
    }
}
