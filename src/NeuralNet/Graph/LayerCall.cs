namespace NeuralNet;

/// <summary>A layer on symbolic tensors: its inputs and the shapes of its outputs.</summary>
internal sealed class LayerCall
{
    private static long made;

    /// <exception cref="ArgumentException">The layer cannot take these inputs; it is as it was.</exception>
    public LayerCall(Layer layer, IReadOnlyList<Node> inputs)
    {
        Layer = layer;
        Inputs = inputs;
        BuiltLayers = inputs.Count > 0 ? inputs[0].Call.BuiltLayers : [];
        bool isNew = layer.OutputShape is null;
        try
        {
            OutputShapes = layer.BuildFor([.. inputs.Select(input => input.Shape)]);
            HasMask = layer.OutputMasksFor([.. inputs.Select(input => input.HasMask)], OutputShapes.Count);
            if (HasMask is null || HasMask.Count != OutputShapes.Count)
                throw layer.Error($"has {Counted.Of(OutputShapes.Count, "output")}, so OutputMasksFor gives as many values");
        }
        catch when (isNew)
        {
            layer.Unbuild();
            throw;
        }

        if (isNew)
            BuiltLayers.Add(layer);
        Order = Interlocked.Increment(ref made);
    }

    public Layer Layer { get; }

    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>The shape of each output, without the batch axis.</summary>
    public IReadOnlyList<Shape> OutputShapes { get; }

    /// <summary>A value for each output that indicates whether the output carries a padding mask.</summary>
    public IReadOnlyList<bool> HasMask { get; }

    /// <summary>
    /// The layers that were built by calls on the same first input, so that a composite can take its parts back where it fails.
    /// </summary>
    public List<Layer> BuiltLayers { get; }

    /// <summary>The index of the call in order of creation, in which the inputs of a call come before it.</summary>
    public long Order { get; }

    /// <summary>The symbolic tensors that stand for the outputs.</summary>
    public IReadOnlyList<Node> Outputs { get; set; } = [];
}
