namespace NeuralNet;

public partial class Model
{
    private PlanPool? gradientPlans;

    /// <summary>
    /// Computes the gradient of the outputs by the inputs, Σ gₖ·∂yₖ/∂x for each row, by the backward passes of the layers outside of
    /// training. The parameters and their gradients are unchanged. Safe to call from many threads at once, also while others predict.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="outputGradient">
    /// g in the shape of the outputs; 1 at one output and 0 elsewhere selects the gradient of that output.
    /// </param>
    /// <param name="batchSize">The number of rows of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <returns>The gradients in the shape of x.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the model has several inputs or outputs.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A training step changed the layers during the call.</exception>
    public Tensor InputGradient(
        Tensor x, Tensor outputGradient, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireSingle();
        Require.Positive(batchSize);
        ArgumentNullException.ThrowIfNull(outputGradient);
        Tensor input = DataAlignment.Inputs(Graph, [x])[0];
        Shape expected = Graph.OutputShapesFor([input])[0];
        if (!outputGradient.Shape.Equals(expected))
            throw new ArgumentException($"The gradient has the shape {outputGradient.Shape}; the outputs for x have {expected}.",
                nameof(outputGradient));

        var gradient = new Tensor(input.Shape);
        InBatches(GradientPlans(), input, batchSize, (plan, start) =>
        {
            plan.Forward();
            CopyRows(outputGradient, start, plan.OutputGradients[0]!);
            plan.Backward();
            plan.InputGradients[0]!.Data.CopyTo(gradient.Data[(start * gradient.RowLength)..]);
        }, cancellationToken);
        return gradient;
    }

    /// <summary>Checks inputs as Predict does, and computes the shapes of the outputs for them.</summary>
    /// <param name="inputs">The inputs in their order, samples as rows.</param>
    /// <returns>The shape of each output, with the batch as its first axis.</returns>
    /// <exception cref="ArgumentException">
    /// The number of inputs or a shape does not fit, there are no rows, or a value is outside the range of a layer that looks it up.
    /// </exception>
    public IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Tensor> inputs) =>
        Graph.OutputShapesFor(DataAlignment.Inputs(Graph, Require.NoNulls(inputs), nameof(inputs)));

    /// <summary>
    /// Rents the memory of a pass that can be differentiated by the inputs, from a pool of the model. Dispose returns the memory. Meant for
    /// many passes of one size, whose inputs are written to and whose results are read from this memory. The values before activations are
    /// kept only where a derivative needs them.
    /// </summary>
    /// <param name="inputShapes">The shape of each input, with the batch as its first axis; no axis is open.</param>
    /// <exception cref="ArgumentException">The shapes are not those of the model's inputs.</exception>
    public GradientPass RentGradientPass(IReadOnlyList<Shape> inputShapes)
    {
        RequireInputShapes(inputShapes);
        return new GradientPass(GradientPlans(), stepGuard, inputShapes);
    }

    /// <summary>
    /// Computes the output of every layer for each row of x, in order of computation; a layer that is used twice is included twice.
    /// Composite layers and nested models are replaced by their parts, which <see cref="PathOf(Layer)"/> identifies. Safe to call from many
    /// threads at once.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="batchSize">The number of rows of a batch; 256 by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs or outputs.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A training step changed the layers during the call.</exception>
    public IReadOnlyList<(Layer Layer, Tensor Output)> LayerOutputs(
        Tensor x, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireSingle();
        Require.Positive(batchSize);
        Tensor input = DataAlignment.Inputs(Graph, [x])[0];
        int[] nodes = [.. Enumerable.Range(0, Graph.Nodes.Count).Where(node => Graph.Nodes[node].Layer is not InputLayer)];
        Shape[][] shapes = Graph.ShapesFor([input.Shape]);
        Tensor[] outputs = [.. nodes.Select(node => new Tensor(shapes[node][0]))];
        InBatches(new PlanPool(Graph, new PlanOptions { KeepsValues = true }), input, batchSize, (plan, start) =>
        {
            plan.Forward();
            for (int i = 0; i < nodes.Length; i++)
                plan.Passes[nodes[i]].Frame.Activated.Data.CopyTo(outputs[i].Data[(start * outputs[i].RowLength)..]);
        }, cancellationToken);
        return [.. nodes.Select((node, i) => (Graph.Nodes[node].Layer, outputs[i]))];
    }

    /// <summary>
    /// Creates a model of the values before the final activation: the logits, where that is a softmax or a sigmoid. The model shares the
    /// layers and their weights, and has the same labels and feature names. Explanations of the logits are more informative where the
    /// probabilities are so close to 0 or 1 that they hardly change with the input.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The model has several outputs, or its last layer has no activation or one that cannot be left out.
    /// </exception>
    public Model Logits()
    {
        if (Graph.Outputs.Count > 1)
            throw new InvalidOperationException($"The model '{Name}' has {Graph.Outputs.Count} outputs; Logits is for a single one. "
                + "Choose one first: model.TakeUntil(layerName).Logits().");
        int output = Graph.UseOutputs[0].Node;
        Layer layer = Graph.Uses[output].Layer;
        if (layer is CompositeLayer)
            throw new InvalidOperationException($"The last layer '{layer.Name}' ({layer.ClassName}) of the model '{Name}' is made of "
                + "layers; Logits leaves out the activation of a single one. Put the last layer on the model itself.");
        Activation? activation = layer is Softmax ? Activation.Softmax : layer.FinalActivation;
        if (activation is null or LinearActivation)
            throw new InvalidOperationException($"The last layer '{layer.Name}' ({layer.ClassName}) of the model '{Name}' has no "
                + "activation, so its outputs are the values before one already. Use the model itself.");
        LayerGraph graph = layer is Softmax or ActivationLayer
            ? Graph.Until(Graph.Uses[output].Inputs[0])
            : Graph.Until(output, layer.WithoutActivation() ?? throw new InvalidOperationException("The activation of the last layer "
                + $"'{layer.Name}' ({layer.ClassName}) cannot be left out. Make it a layer of its own, such as ActivationLayer, and "
                + "Logits leaves that out."));
        return new Model(graph, Seed, Name)
        {
            Labels = Labels,
            FeatureNames = FeatureNames,
            Encoders = Encoders,
            OmittedActivation = activation,
        };
    }

    /// <summary>The activation that <see cref="Logits"/> omitted; null for a model that Logits did not create.</summary>
    public Activation? OmittedActivation { get; private init; }

    /// <exception cref="ArgumentException">The shapes are not those of the inputs, or their numbers of rows differ.</exception>
    internal void RequireInputShapes(IReadOnlyList<Shape> inputShapes)
    {
        Require.NoNulls(inputShapes);
        bool fit = inputShapes.Count == Graph.Inputs.Count
            && Graph.InputShapes.Zip(inputShapes, (row, shape) => shape.IsFixed && shape.IsBatchOf(row)).All(isBatch => isBatch)
            && inputShapes.All(shape => shape[0] > 0 && shape[0] == inputShapes[0][0]);
        if (!fit)
        {
            string expected = string.Join(" and ", Graph.InputShapes.Select(shape => shape.ToStringWithBatch()));
            throw new ArgumentException(
                $"A pass through the model '{Name}' takes inputs of shape {expected}, one number of rows, at least one, for all of them; "
                + $"it was given {(inputShapes.Count == 0 ? "no shape" : string.Join(" and ", inputShapes))}.", nameof(inputShapes));
        }
    }

    /// <summary>Returns the pool of the current graph, which a layer that is added replaces.</summary>
    private PlanPool GradientPlans()
    {
        PlanPool? pool = gradientPlans;
        if (pool is null || pool.Graph != Graph)
            gradientPlans = pool = new PlanPool(Graph, new PlanOptions { DifferentiatesInputs = true });
        return pool;
    }

    /// <summary>
    /// Calls an action for each batch, with a plan whose inputs hold the rows of the batch and the index of their first row.
    /// </summary>
    private void InBatches(
        PlanPool pool, Tensor input, int batchSize, Action<ExecutionPlan, int> pass, CancellationToken cancellationToken)
    {
        int begun = stepGuard.BeginPrediction();
        for (int start = 0; start < input.Rows; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExecutionPlan plan = pool.Rent([input], Math.Min(batchSize, input.Rows - start));
            try
            {
                CopyRows(input, start, plan.Inputs[0]);
                pass(plan, start);
            }
            finally
            {
                pool.Return(plan);
            }
        }

        stepGuard.EndPrediction(begun);
    }

    /// <summary>Copies rows of the data to a batch.</summary>
    private static void CopyRows(Tensor source, int start, Tensor batch) =>
        source.AsSpan().Slice(start * source.RowLength, batch.Length).CopyTo(batch.Data);
}
