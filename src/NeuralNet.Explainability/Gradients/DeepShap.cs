using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// SHAP values by one backward pass for each row of the background, in which the slope of each activation between the background's value
/// and the row's replaces the derivative: m = (f(z) − f(z₀))/(z − z₀), the rescale rule. The values sum to y(x) − mean y(b), to rounding;
/// the residual is the difference. Lundberg and Lee, "A unified approach to interpreting model predictions",
/// 2017; Shrikumar, Greenside and Kundaje, "Learning important features through propagating activation differences", 2017.
/// </summary>
/// <remarks>
/// For a function of several values (softmax, maximum pooling, products), its mean derivative on the straight path from the background's
/// values to the row's is used, which for one value is the same rule. The mean is a sum over many points, exact for smooth functions; the
/// residual shows the error at kinks. The same mean is used for a layer or activation of your own, unless the layer is declared affine
/// (<see cref="Layer.IsAffine"/>) or the activation element-wise (<see cref="Activation.IsElementwise"/>). One forward pass of the
/// background serves many backward passes, which a layer of your own has to allow: its Backward must not change what its Forward left in
/// the frame.
/// </remarks>
public sealed class DeepShap : GradientExplainer
{
    private readonly Tensor background;
    private RescaleMemory? memory;

    /// <summary>Creates the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="background">
    /// Some typical rows, about 100, that the row is compared with. If the model takes rows of any length, those of the background's length
    /// are explained.
    /// </param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">
    /// The model, the background or the features do not fit; a layer that looks its input up or makes a padding mask is named.
    /// </exception>
    public DeepShap(Model model, Tensor background, Features? features = null)
        : base("DeepSHAP", model, features)
    {
        Differentiability.RequireContinuousInput(model, Method);
        RequireNoMask(model);
        this.background = Data.Background(background, InputShape);
        ExplainOnly(this.background.Shape.WithoutBatch());
    }

    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run)
    {
        int width = InputShape.Size, blocks = PointBlocks.Count(background.Rows, width);
        RescaleMemory known = Memory();
        float[] predictions = new float[rows.Rows];
        double[][] blockValues = new double[blocks][];
        double[] baseSums = new double[blocks];
        long done = 0, all = (long)blocks * rows.Rows;
        Blocks.Run(blocks, run.InSilence(), known.Pool, (block, passes) =>
        {
            int first = PointBlocks.First(block, blocks, background.Rows);
            RescalePass pass = passes.Of(PointBlocks.First(block + 1, blocks, background.Rows) - first);
            pass.Begin(background, first);
            baseSums[block] = pass.ReferenceSum(output);
            blockValues[block] = new double[rows.Rows * width];
            for (int row = 0; row < rows.Rows; row++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                float prediction = pass.AddValues(rows.Row(row), output, blockValues[block].AsSpan(row * width, width));
                if (block == 0)
                    predictions[row] = prediction;
                run.Report((double)Interlocked.Increment(ref done) / all);
            }
        });

        double[] columns = blockValues[0];
        foreach (double[] values in blockValues.AsSpan(1))
            TensorPrimitives.Add<double>(columns, values, columns);
        double[] baseValues = new double[rows.Rows];
        Array.Fill(baseValues, baseSums.Sum() / background.Rows);
        return new FeatureValues(predictions, ToFeatures(columns, features), baseValues);
    }

    /// <summary>
    /// Refuses padding masks: other steps may be padding in the row than in the background, and no slope between the two is defined then.
    /// </summary>
    private void RequireNoMask(Model model)
    {
        foreach ((int index, GraphNode node) in model.Graph.Nodes.Index())
        {
            Layer layer = node.Layer;
            if (node.OutputShapes.Index().Any(output => model.Graph.HasMask(new Port(index, output.Index))))
                throw new ArgumentException(
                    $"{Method} cannot look through the layer '{layer.Name}' ({layer.ClassName}): it makes a padding mask, which may be "
                    + "another for the row than for the background. Use KernelShap or Occlusion, which need predictions alone.",
                    nameof(model));
        }
    }

    /// <summary>Returns the memory for the present graph; a model that has grown has a new one.</summary>
    private RescaleMemory Memory()
    {
        RescaleMemory? known = memory;
        if (known is null || known.Graph != Model.Graph)
            memory = known = new RescaleMemory(Model, InputShape);
        return known;
    }
}
