using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Replaces the model near a row by a linear one: neighbours are drawn from the background, predicted, weighted by their distance, and
/// fitted. The quality of the fit is R², the local fidelity; where it is low, the values mean little. Ribeiro, Singh and Guestrin, "'Why
/// should I trust you?' Explaining the predictions of any classifier", 2016.
/// </summary>
/// <remarks>
/// Discretized, a feature is drawn from the rows of the background and cut at the quartiles of the background; its value is the effect of
/// lying in the row's quarter. Continuous, it is drawn from the normal distribution of the background's mean and standard deviation, and
/// its value is the slope times the distance from that mean. A group of columns is a category: its value is the effect of being the row's,
/// and one half of the neighbours keeps it. The weight of a neighbour at distance d is √exp(−d²/width²).
/// </remarks>
public sealed class Lime : PredictionExplainer
{
    /// <summary>The minimum of the total weight of the neighbours; the row itself has weight 1.</summary>
    private const double MinWeight = 1e-4;

    private readonly LimeSpace space;
    private readonly double kernelWidth;
    private readonly LocalRegression regression;
    private readonly int[] blockRows;
    private readonly BufferPool<NeighbourBuffer> buffers;
    private readonly BufferPool<Neighbourhood> neighbourhoods;

    /// <summary>Creates the explainer.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="background">Typical rows that neighbours are drawn from: the training data, or some hundred of them.</param>
    /// <param name="discretize">Whether features are cut at their quartiles; true by default.</param>
    /// <param name="samples">The number of neighbours, 5000 by default; the first is the row itself.</param>
    /// <param name="kernelWidth">The width of the kernel that weights neighbours by their distance; 0.75·√features by default.</param>
    /// <param name="regression">The fit of the linear model; <see cref="LocalRegression.Ridge"/> with penalty 1 by default.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">
    /// The background has no rows or contains NaN, a feature is constant in it, or the features do not fit.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than two samples, or the kernel's width is not positive.</exception>
    public Lime(
        Func<Tensor, Tensor> predict, Tensor background, bool discretize = true, int samples = 5000, double? kernelWidth = null,
        LocalRegression? regression = null, Features? features = null)
        : base("LIME", predict)
    {
        Tensor rows = Function.Background(background);
        Features named = Features.For(rows.Shape.WithoutBatch(), features, Function.Model);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        this.kernelWidth = kernelWidth ?? 0.75 * Math.Sqrt(named.Count);
        if (!(this.kernelWidth > 0 && double.IsFinite(this.kernelWidth)))
            throw new ArgumentOutOfRangeException(nameof(kernelWidth), kernelWidth, "'kernelWidth' must be a positive number.");
        this.regression = regression ?? LocalRegression.Ridge();
        space = LimeSpace.Of(rows, named, discretize);
        RowShape = rows.Shape.WithoutBatch();
        int maximum = Blocks.Rows(RowShape.Size), blocks = (int)(((long)samples + maximum - 1) / maximum);
        blockRows = [.. Enumerable.Range(0, blocks).Select(block => Math.Min(maximum, samples - block * maximum))];
        buffers = new BufferPool<NeighbourBuffer>(() => new NeighbourBuffer(RowShape, blockRows[0]));
        bool isSingle = this.regression.IsSafeInSinglePrecision(samples);
        neighbourhoods = new BufferPool<Neighbourhood>(() => space.NewNeighbourhood(blockRows, isSingle));
    }

    /// <summary>Creates the explainer of a model, whose labels and feature names are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="Lime(Func{Tensor, Tensor}, Tensor, bool, int, double?, LocalRegression?, Features?)"/>
    public Lime(
        Model model, Tensor background, bool discretize = true, int samples = 5000, double? kernelWidth = null,
        LocalRegression? regression = null, Features? features = null)
        : this(PredictionFunction.FunctionOf(model, "LIME"), background, discretize, samples, kernelWidth, regression, features)
    {
    }

    private protected override Shape RowShape { get; }

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run) =>
        ExplainEach(rows, predictions, run, (row, prediction, part) => Explain(row, prediction, output, part));

    private Attribution Explain(Tensor row, float prediction, int output, Run run)
    {
        Neighbourhood neighbourhood = neighbourhoods.Rent();
        neighbourhood.MoveTo(row.ToArray());
        Blocks.Run(blockRows.Length, run, buffers, (block, buffer) =>
        {
            Tensor neighbours = buffer.Rows(blockRows[block]);
            neighbourhood.Draw(block, run.Stream(block), neighbours);
            double[] effects = Array.ConvertAll(Function.Predict(neighbours, output), value => (double)value - prediction);
            neighbourhood.Add(block, Weights(neighbourhood.Distances(block)), effects, buffer.Scratch);
        });
        neighbourhood.Equations.Complete();
        RequireWeight(neighbourhood.Equations.TotalWeight);
        RequireNoOverflow(neighbourhood.Equations);

        LocalModel local = LocalModel.Fit(neighbourhood.Equations, regression, run.CancellationToken);
        double[] values = neighbourhood.Values(local.Coefficients);
        neighbourhoods.Return(neighbourhood);
        double baseValue = prediction + local.Intercept;
        return new Attribution(Method, output, row, space.Features, values, prediction, baseValue, space.Conditions(row.ToArray()))
        {
            LocalFidelity = local.Fidelity,
        };
    }

    /// <summary>√exp(−d²/width²) for each distance d.</summary>
    private double[] Weights(double[] distances)
    {
        TensorPrimitives.Divide(distances, kernelWidth, distances);
        TensorPrimitives.Multiply<double>(distances, distances, distances);
        TensorPrimitives.Multiply(distances, -0.5, distances);
        TensorPrimitives.Exp<double>(distances, distances);
        return distances;
    }

    private void RequireWeight(double totalWeight)
    {
        if (totalWeight - 1 >= MinWeight)
            return;
        throw new InvalidOperationException(FormattableString.Invariant(
            $"No neighbour is near enough to count with a kernel of width {kernelWidth}. Give LIME a greater kernelWidth; 0.75·√features ")
            + "is usual. If it is that, the row lies far outside the background.");
    }

    private static void RequireNoOverflow(NormalEquations equations)
    {
        if (!double.IsFinite(equations.Variation) || !TensorPrimitives.IsFiniteAll<double>(equations.XY))
            throw Overflow();
    }

    /// <summary>The memory that one worker writes neighbours to.</summary>
    private sealed class NeighbourBuffer(Shape rowShape, int rows) : RowBuffer(rowShape, rows)
    {
        public Scratch Scratch { get; } = new();
    }
}
