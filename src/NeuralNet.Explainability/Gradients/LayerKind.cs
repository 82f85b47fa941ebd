namespace NeuralNet.Explainability;

/// <summary>
/// How the rescale rule goes through a layer. For those of which it is not known it is found by trying the layer out, so that it
/// holds for layers of any kind whose bends lie where they are tried, among inputs of a usual size.
/// </summary>
/// <param name="IsAffine">Whether what comes before the activation is affine, so that its derivative is the same everywhere.</param>
/// <param name="Activation">The activation that ends the layer, if any; the linear one is none.</param>
/// <param name="IsElementwise">Whether the activation treats each value for itself.</param>
/// <param name="MayChange">
/// Whether other weights may make the layer of another kind: it was tried out and found affine. One that was not stays so taken, for
/// the mean of one and the same derivative would be right as well.
/// </param>
internal sealed record LayerKind(bool IsAffine, Activation? Activation, bool IsElementwise, bool MayChange)
{
    private const int Trials = 16;

    public static LayerKind Of(Layer layer, IReadOnlyList<Shape> inputs)
    {
        Activation? activation = layer.FinalActivation is LinearActivation ? null : layer.FinalActivation;
        bool isElementwise = activation is null || IsElementwiseFunction(activation);
        if (IsAlwaysAffine(layer))
            return new LayerKind(IsAffine: true, activation, isElementwise, MayChange: false);
        bool isAffine = IsAffineLayer(layer, inputs);
        return new LayerKind(isAffine, activation, isElementwise, MayChange: isAffine);
    }

    /// <summary>Layers that are affine before their activation whatever their weights, outside training.</summary>
    private static bool IsAlwaysAffine(Layer layer) => layer is InputLayer or Dense or ActivationLayer or BatchNormalization
        or Normalization or Rescaling or Add or Subtract or Average or Concatenate or Flatten or Reshape or GlobalAveragePooling1D
        or Dropout or AlphaDropout or GaussianNoise || layer.FinalActivation is not null && layer is Softmax;

    /// <summary>A layer is affine if it takes the middle of two inputs to the middle of their outputs; it is tried with 16 pairs.</summary>
    private static bool IsAffineLayer(Layer layer, IReadOnlyList<Shape> shapes)
    {
        var random = new RandomStream(0);
        Tensor[] inputs = [.. shapes.Select(shape => Triples(shape, random))];
        var plan = new ExecutionPlan(
            LayerGraph.Single(layer, shapes), 3 * Trials, new PlanOptions { KeepsPreActivations = true });
        for (int k = 0; k < inputs.Length; k++)
            inputs[k].Data.CopyTo(plan.Inputs[k].Data);
        plan.Forward();
        return layer.FinalActivation is null ? plan.Outputs.All(AreMiddlesKept) : AreMiddlesKept(plan.Logits(0));
    }

    /// <summary>Returns whether each third row is the middle of the two before it, as those are that went in.</summary>
    private static bool AreMiddlesKept(Tensor result)
    {
        for (int trial = 0; trial < Trials; trial++)
        {
            ReadOnlySpan<float> first = result.Row(3 * trial), second = result.Row(3 * trial + 1), middle = result.Row(3 * trial + 2);
            for (int i = 0; i < middle.Length; i++)
            {
                float scale = 1e-3f * (1e-3f + Math.Abs(first[i]) + Math.Abs(second[i]));
                if (!(Math.Abs((first[i] + second[i]) / 2 - middle[i]) <= scale))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Rows of which each third is the middle of the two before it.</summary>
    private static Tensor Triples(Shape shape, RandomStream random)
    {
        var rows = new Tensor(shape.WithBatch(3 * Trials));
        for (int trial = 0; trial < Trials; trial++)
        {
            Span<float> first = rows.Row(3 * trial), second = rows.Row(3 * trial + 1);
            for (int i = 0; i < first.Length; i++)
                (first[i], second[i]) = ((float)random.NextNormal(), (float)random.NextNormal());
            Interpolation.Write(first, second, 0.5f, rows.Row(3 * trial + 2));
        }

        return rows;
    }

    /// <summary>A function is element-wise if it gives the same for a row as for each of its values alone.</summary>
    private static bool IsElementwiseFunction(Activation activation)
    {
        float[] x = [-1.5f, -0.5f, 0.25f, 0.75f, 2];
        float[] together = new float[x.Length], alone = new float[x.Length];
        activation.Forward(x, together, x.Length);
        activation.Forward(x, alone, 1);
        return together.AsSpan().SequenceEqual(alone);
    }
}
