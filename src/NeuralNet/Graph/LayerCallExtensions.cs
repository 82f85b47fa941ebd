namespace NeuralNet;

/// <summary>Calls layers on tensors, as <c>layer(x)</c> does in Keras: <c>Tensor y = new Dense(3, "relu").Call(x, seed: 1)</c>.</summary>
public static class LayerCallExtensions
{
    /// <summary>
    /// Computes the output of a layer of one output, by the layer's own Forward with a plan made for this call; padding masks there are
    /// none. A layer that was not built yet is built for the shape of the input, and its weights are drawn. Composite layers, and models as
    /// layers, can be called too. Statistics, such as the running means of <see cref="BatchNormalization"/>, stay as they are in training
    /// passes, too.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The input, samples as rows.</param>
    /// <param name="isTraining">Whether the pass is one of training, in which Dropout drops; false by default.</param>
    /// <param name="seed">
    /// The seed of weights that have no values yet, and of what the layer draws in the pass; null, the default, draws one.
    /// </param>
    /// <exception cref="ArgumentException">The layer cannot take the input, or it has several outputs.</exception>
    public static Tensor Call(this Layer layer, Tensor input, bool isTraining = false, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        IReadOnlyList<Tensor> outputs = layer.Call([input], isTraining, seed);
        return outputs.Count == 1
            ? outputs[0]
            : throw layer.Error($"has {Counted.Of(outputs.Count, "output")}; called on a list of tensors it gives a list of outputs: "
                + "layer.Call([x])");
    }

    /// <summary>Computes the outputs of a layer of several inputs or outputs.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The inputs, samples as rows.</param>
    /// <param name="isTraining">Whether the pass is one of training, in which Dropout drops; false by default.</param>
    /// <param name="seed">
    /// The seed of weights that have no values yet, and of what the layer draws in the pass; null, the default, draws one.
    /// </param>
    /// <exception cref="ArgumentException">The layer cannot take the inputs.</exception>
    /// <inheritdoc cref="Call(Layer, Tensor, bool, int?)"/>
    public static IReadOnlyList<Tensor> Call(this Layer layer, IReadOnlyList<Tensor> inputs, bool isTraining = false, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireRows(layer, Require.NoNulls(inputs));
        LayerGraph graph = LayerGraph.Single(layer, [.. inputs.Select(input => input.Shape.WithoutBatch())]);
        graph.CheckInputs(inputs);
        int drawn = seed ?? Random.Shared.Next();
        graph.InitializeParameters(drawn);
        return GraphCall.Run(graph, inputs, isTraining, drawn);
    }

    private static void RequireRows(Layer layer, IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count == 0)
            throw layer.Error("was called on no tensor; a layer takes at least one");
        if (inputs.FirstOrDefault(input => input.Rank == 0 || input.Length == 0) is { } empty)
            throw layer.Error($"was called on a tensor of shape {empty.Shape}; it takes rows of values, (rows, …), at least one");
        if (inputs.Any(input => input.Rows != inputs[0].Rows))
            throw layer.Error($"was called on tensors of shape {string.Join(" and ", inputs.Select(input => input.Shape))}; they have a "
                + "row each for the same samples");
    }
}
