namespace NeuralNet;

/// <summary>Converts the batches of a stream to the shapes that a graph and its losses take, and validates their values.</summary>
/// <param name="graph">The layers.</param>
/// <param name="losses">The losses, resolved for the data.</param>
/// <param name="checkFinite">Whether inputs and targets are searched for NaN and infinity.</param>
/// <param name="classWeight">The weights of classes; null if all weigh 1.</param>
/// <param name="letsNaNThrough">Whether the caller has the argument <c>checkFinite</c>.</param>
internal sealed class BatchAlignment(
    LayerGraph graph, IReadOnlyList<Loss> losses, bool checkFinite, IReadOnlyDictionary<int, float>? classWeight, bool letsNaNThrough)
{
    private readonly DataNames names = DataNames.Arguments with { LetsNaNThrough = letsNaNThrough };

    /// <summary>The layers that read an input and may refuse its values.</summary>
    private readonly Layer[][] readers = [.. graph.Inputs.Select(input => ReadersOf(graph, input))];

    /// <summary>Converts a batch of shapes that are new to this stream to the shapes of the graph.</summary>
    /// <exception cref="ArgumentException">The batch does not fit.</exception>
    public AlignedArrays Align(in DatasetElement batch)
    {
        AlignedArrays aligned = AlignedArrays.Of(graph, losses, batch.Inputs, batch.Targets, batch.SampleWeights, names, checkFinite);
        if (classWeight is null)
            return aligned;
        if (batch.WeightList.Count > 0)
            throw new ArgumentException("classWeight was given, and the data have sample weights; multiply them into one.",
                nameof(classWeight));
        return aligned with { SampleWeights = [SampleWeights.OfClasses(classWeight, aligned.Targets[0])] };
    }

    /// <summary>
    /// Copies a batch of known shapes, or the rows of it that belong to this process, and validates its values. Nothing is allocated.
    /// </summary>
    /// <exception cref="ArgumentException">A layer or a loss cannot take a value, or is NaN or infinite.</exception>
    public void CopyTo(BatchBuffers buffers, in DatasetElement batch)
    {
        int firstRow = buffers.Part?.FirstRow ?? 0;
        Copy(batch.InputList, firstRow, buffers.Plan.Inputs);
        Copy(batch.TargetList, firstRow, buffers.Targets);
        if (classWeight is not null)
            SampleWeights.OfClasses(classWeight, buffers.Targets[0], buffers.SampleWeights[0]!.Data);
        else if (batch.WeightList.Count > 0)
            CopyWeights(batch.WeightList, firstRow, buffers.SampleWeights);
        Check(buffers);
    }

    private void Check(BatchBuffers buffers)
    {
        if (checkFinite)
        {
            DataAlignment.RequireFinite(buffers.Plan.Inputs, names.X, names.LetsNaNThrough);
            DataAlignment.RequireFinite(buffers.Targets, names.Y, names.LetsNaNThrough);
        }

        for (int input = 0; input < readers.Length; input++)
        {
            foreach (Layer layer in readers[input])
                layer.CheckInput(buffers.Plan.Inputs[input]);
        }

        for (int output = 0; output < buffers.Targets.Count; output++)
            DataAlignment.CheckTargets(graph, output, losses[output], buffers.Targets[output], buffers.Plan.Outputs[output].Shape, names);
    }

    private void CopyWeights(TensorList weights, int firstRow, IReadOnlyList<Tensor?> targets)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            if (targets[i] is not { } target)
                continue;
            Copy(weights[weights.Count == 1 ? 0 : i]!, firstRow, target);
            SampleWeights.Check(target, names.SampleWeight);
        }
    }

    private static Layer[] ReadersOf(LayerGraph graph, int input) =>
        [.. graph.Nodes.Where(node => node.Inputs.Any(port => port.Node == input)).Select(node => node.Layer)];

    private static void Copy(TensorList tensors, int firstRow, IReadOnlyList<Tensor> places)
    {
        for (int i = 0; i < places.Count; i++)
            Copy(tensors[i]!, firstRow, places[i]);
    }

    private static void Copy(Tensor tensor, int firstRow, Tensor place) =>
        tensor.AsSpan().Slice(firstRow * place.RowLength, place.Length).CopyTo(place.Data);
}
