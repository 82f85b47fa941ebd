namespace NeuralNet;

/// <summary>
/// Forward passes without training, and backward passes down to the inputs, in memory that is allocated once: the caller writes
/// <see cref="Inputs"/>, calls <see cref="Forward"/>, writes <see cref="OutputGradients"/>, calls <see cref="Backward()"/>, and reads
/// <see cref="InputGradients"/>. Parameters and their gradients are not touched. A pass belongs to one thread at a time; several passes of
/// one model may run at the same time.
/// </summary>
public sealed class GradientPass : IDisposable
{
    private readonly ExecutionPlan plan;
    private readonly PlanPool? pool;
    private readonly StepGuard? stepGuard;
    private int begun;
    private bool hasOutputs, isDisposed;

    /// <summary>
    /// Allocates a pass through a model that keeps the values before every activation (<see cref="Frame.PreActivation"/>).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputShapes">The shape of each input, with the batch as its first axis; no axis is open.</param>
    /// <exception cref="ArgumentException">The shapes are not those of the model's inputs.</exception>
    public GradientPass(Model model, IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequireInputShapes(inputShapes);
        stepGuard = ((ITrainedModel)model).StepGuard;
        plan = new ExecutionPlan(
            model.Graph, inputShapes, new PlanOptions { DifferentiatesInputs = true, KeepsPreActivations = true });
    }

    /// <summary>Allocates a pass through a layer alone, which is part of a model or was called before.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputShapes">The shape of each input, with the batch as its first axis; no axis is open.</param>
    /// <exception cref="ArgumentException">
    /// The layer has no weights yet or cannot take these inputs; there is no shape, an axis is open, or the numbers of rows are less than 1
    /// or differ.
    /// </exception>
    public GradientPass(Layer layer, IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireWeights(layer);
        RequireShapes(layer, inputShapes);
        plan = new ExecutionPlan(
            LayerGraph.Single(layer, [.. inputShapes.Select(shape => shape.WithoutBatch())]), inputShapes,
            new PlanOptions { DifferentiatesInputs = true });
    }

    internal GradientPass(PlanPool pool, StepGuard stepGuard, IReadOnlyList<Shape> inputShapes)
    {
        this.pool = pool;
        this.stepGuard = stepGuard;
        plan = pool.Rent(inputShapes);
    }

    /// <summary>The number of rows.</summary>
    public int BatchSize => plan.BatchSize;

    /// <summary>The tensors that the caller writes before <see cref="Forward"/>.</summary>
    public IReadOnlyList<Tensor> Inputs => plan.Inputs;

    /// <summary>The results of <see cref="Forward"/>. Not to be written.</summary>
    public IReadOnlyList<Tensor> Outputs => plan.Outputs;

    /// <summary>The tensors that the caller writes before each backward pass, which overwrites them.</summary>
    public IReadOnlyList<Tensor> OutputGradients => plan.OutputGradients!;

    /// <summary>The results of a backward pass, which the caller may overwrite.</summary>
    public IReadOnlyList<Tensor> InputGradients => plan.InputGradients!;

    /// <summary>The parts of the nodes in the pass, in the order of computation; the inputs of the model are among them.</summary>
    public IReadOnlyList<NodePass> Nodes => plan.Passes;

    /// <summary>Computes the outputs.</summary>
    /// <exception cref="InvalidOperationException">A training step changed the layers at the same time.</exception>
    /// <exception cref="ObjectDisposedException">The pass was given back.</exception>
    public void Forward()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        begun = stepGuard?.BeginGradientPass() ?? 0;
        plan.Forward();
        hasOutputs = true;
        stepGuard?.EndGradientPass(begun);
    }

    /// <summary>
    /// Computes the gradients of the inputs from those of the outputs. May be called several times after one forward pass.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// There was no forward pass, or a training step has changed the layers since.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The pass was given back.</exception>
    public void Backward()
    {
        RequireOutputs();
        plan.Backward();
        stepGuard?.EndGradientPass(begun);
    }

    /// <summary>
    /// Runs a backward pass by a rule of the caller instead of the derivatives of the layers, last node first. Where a value has several
    /// readers, what they give is summed as in <see cref="Backward()"/>.
    /// </summary>
    /// <param name="rule">
    /// Called for each node but the inputs. <see cref="Frame.OutputGradients"/> of its frame are those of its outputs, behind the final
    /// activation, and may be overwritten; the rule writes all <see cref="Frame.InputGradients"/> that are not null, by
    /// <see cref="NodePass.BackwardFromPreActivation"/> for example.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// There was no forward pass, or a training step has changed the layers since.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The pass was given back.</exception>
    public void Backward(Action<NodePass> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        RequireOutputs();
        for (int i = plan.Passes.Count - 1; i >= 0; i--)
        {
            NodePass node = plan.Passes[i];
            if (node.Layer is InputLayer)
                continue;
            rule(node);
            node.AddGradientSums();
        }

        stepGuard?.EndGradientPass(begun);
    }

    /// <summary>
    /// Gives memory that was rented (<see cref="Model.RentGradientPass"/>) back to the model; its tensors must not be used after that.
    /// </summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        pool?.Return(plan);
    }

    private static void RequireWeights(Layer layer)
    {
        if (layer.OutputShape is null || layer.Parameters.Any(parameter => !parameter.HasValue))
            throw new ArgumentException($"The layer '{layer.Name}' ({layer.ClassName}) has no weights yet. Put it into a Model, or call it "
                + "on a tensor (layer.Call), before the pass.", nameof(layer));
    }

    private static void RequireShapes(Layer layer, IReadOnlyList<Shape> inputShapes)
    {
        Require.NoNulls(inputShapes);
        bool areBatches = inputShapes.Count > 0
            && inputShapes.All(shape => shape.Rank > 0 && shape.All(size => size > 0) && shape[0] == inputShapes[0][0]);
        if (!areBatches)
            throw new ArgumentException($"A pass through the layer '{layer.Name}' ({layer.ClassName}) takes the shapes of its inputs as "
                + "(rows, …): no open axis, no size of 0, and one number of rows for all inputs; it was given "
                + $"{(inputShapes.Count == 0 ? "no shape" : string.Join(" and ", inputShapes))}.", nameof(inputShapes));
    }

    private void RequireOutputs()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!hasOutputs)
            throw new InvalidOperationException("The pass has no outputs yet; call Forward before Backward.");
    }
}
