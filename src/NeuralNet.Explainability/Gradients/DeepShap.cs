namespace NeuralNet.Explainability;

/// <summary>
/// SHAP values by one backward pass for each row of the background, in which the slope of each activation between the background's
/// value and the row's takes the place of the derivative: m = (f(z) − f(z₀))/(z − z₀), the rescale rule. The values sum to
/// y(x) − mean y(b), to rounding; the residual states it. Lundberg and Lee, "A unified approach to interpreting model predictions",
/// 2017; Shrikumar, Greenside and Kundaje, "Learning important features through propagating activation differences", 2017.
/// </summary>
/// <remarks>
/// Where a function takes several values at once (softmax, maximum pooling, products), its mean derivative on the straight way from
/// the background's values to the row's is taken, which is the same rule for one value. It is a sum over many points, exact for smooth
/// functions; the residual shows what it misses at kinks.
/// </remarks>
public sealed class DeepShap : GradientExplainer
{
    private readonly Tensor background;

    /// <summary>Makes the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="background">Some usual rows, about 100: what the row is compared with.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">The model, the background or the features do not fit; a layer that looks its input up is named.</exception>
    public DeepShap(Model model, Tensor background, Features? features = null)
        : base("DeepSHAP", model, features)
    {
        Differentiability.RequireContinuousInput(model, Method);
        this.background = Data.Background(background, InputShape);
    }

    internal override FeatureValues Attribute(Tensor rows, int output, Run run)
    {
        int width = InputShape.Size, rowsPerBlock = Math.Min(Blocks.Rows(width), 256);
        LayerGraph graph = Model.Graph;
        LayerKind[] kinds = [.. graph.Nodes.Select(node => LayerKind.Of(graph, node))];
        int blocks = (background.Rows + rowsPerBlock - 1) / rowsPerBlock;
        double[][] blockSums = new double[blocks][];
        double[] baseSums = new double[blocks];
        long done = 0, all = (long)blocks * rows.Rows;
        Blocks.Run(blocks, run.InSilence(), block =>
        {
            int first = block * rowsPerBlock, count = Math.Min(rowsPerBlock, background.Rows - first);
            var pass = new RescalePass(graph, kinds, background, first, count);
            baseSums[block] = pass.ReferenceSum(output);
            blockSums[block] = new double[rows.Rows * width];
            for (int row = 0; row < rows.Rows; row++)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                pass.AddValues(rows.Row(row), output, blockSums[block].AsSpan(row * width, width));
                run.Report((double)Interlocked.Increment(ref done) / all);
            }
        });

        double[] columns = new double[rows.Rows * width];
        foreach (double[] sums in blockSums)
        {
            for (int i = 0; i < columns.Length; i++)
                columns[i] += sums[i] / background.Rows;
        }

        double[] values = new double[rows.Rows * Features.Count];
        for (int row = 0; row < rows.Rows; row++)
            Features.Sum(columns.AsSpan(row * width, width)).CopyTo(values, row * Features.Count);
        return new FeatureValues(values, [.. Enumerable.Repeat(baseSums.Sum() / background.Rows, rows.Rows)]);
    }
}
