using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Puts a simple linear model in the place of the real one near a row: neighbours are drawn from the background, predicted, weighted
/// by their nearness, and fitted. How well the simple model fits is stated as R², the local fidelity; without it the values mean
/// little. Ribeiro, Singh and Guestrin, "'Why should I trust you?' Explaining the predictions of any classifier", 2016.
/// </summary>
/// <remarks>
/// Discretized, a feature is cut at the background's quartiles, and its value is the effect of lying in the row's quarter. Continuous,
/// it is the slope times the distance from the background's mean. A group of columns is a category: its value is the effect of being
/// the row's, and one half of the neighbours keeps it. The weight of a neighbour at distance d is √exp(−d²/width²).
/// </remarks>
public sealed class Lime : PredictionExplainer
{
    /// <summary>All neighbours together have to weigh so much, where the row itself weighs 1.</summary>
    private const double LeastWeight = 1e-6;

    private readonly LimeSpace space;
    private readonly int samples;
    private readonly double kernelWidth;
    private readonly LocalRegression regression;
    private readonly int rowsPerBlock, blocks;
    private readonly BufferPool<NeighbourBuffer> buffers;
    private readonly BufferPool<NormalEquations> equationPool;

    /// <summary>Makes the explainer.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="background">Usual rows, the training data or some hundred of them: what neighbours are made of.</param>
    /// <param name="discretize">Whether features are cut at their quartiles; true by default.</param>
    /// <param name="samples">The number of neighbours, 5000 by default; the first is the row itself.</param>
    /// <param name="kernelWidth">How far nearness reaches; 0.75·√features by default.</param>
    /// <param name="regression">How the linear model is fitted; <see cref="LocalRegression.Ridge"/> with penalty 1 by default.</param>
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
        Tensor rows = Data.Background(background, rowShape: null);
        Features named = Features.For(rows.Shape.WithoutBatch(), features);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        this.kernelWidth = kernelWidth ?? 0.75 * Math.Sqrt(named.Count);
        if (!(this.kernelWidth > 0 && double.IsFinite(this.kernelWidth)))
            throw new ArgumentOutOfRangeException(nameof(kernelWidth), kernelWidth, "'kernelWidth' must be a positive number.");
        this.samples = samples;
        this.regression = regression ?? LocalRegression.Ridge();
        space = new LimeSpace(rows, named, discretize);
        RowShape = rows.Shape.WithoutBatch();
        rowsPerBlock = Math.Min(Blocks.Rows(RowShape.Size), samples);
        blocks = (samples + rowsPerBlock - 1) / rowsPerBlock;
        buffers = new BufferPool<NeighbourBuffer>(() => new NeighbourBuffer(RowShape, named.Count, rowsPerBlock));
        bool isSingle = this.regression.IsSafeInSinglePrecision(samples);
        equationPool = new BufferPool<NormalEquations>(() => NormalEquations.Of(named.Count, blocks, isSingle));
    }

    private protected override Shape RowShape { get; }

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run) =>
        ExplainEach(rows, predictions, run, (row, prediction, part) => Explain(row, prediction, output, part));

    private Attribution Explain(Tensor row, float prediction, int output, Run run)
    {
        LimeSpace.Neighbourhood neighbourhood = space.Around(row.AsSpan());
        int terms = space.Features.Count;
        NormalEquations equations = equationPool.Rent();
        Blocks.Run(blocks, run, buffers, (block, buffer) =>
        {
            Tensor neighbours = buffer.Rows(Math.Min(rowsPerBlock, samples - block * rowsPerBlock));
            Span<float> places = buffer.Places.AsSpan(0, neighbours.Rows * terms);
            neighbourhood.Draw(run.Stream(block), neighbours, places);
            if (block == 0)
                neighbourhood.WriteRow(neighbours, places);
            double[] effects = Array.ConvertAll(Predictor.Predict(neighbours, output), value => (double)value - prediction);
            equations.Add(block, places, Weights(places, neighbourhood.Places), effects, buffer.Scratch);
        });
        equations.Complete();
        if (equations.TotalWeight - 1 < LeastWeight)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"No neighbour is near enough to count with a kernel of width {kernelWidth}. Give LIME a greater kernelWidth; 0.75·√features ")
                + "is usual. If it is that, the row lies far outside the background.");
        }

        LocalModel local = LocalModel.Fit(equations, regression, run.CancellationToken);
        equationPool.Return(equations);
        double[] values = [.. local.Coefficients.Zip(neighbourhood.Places, (coefficient, place) => coefficient * place)];
        double baseValue = prediction + local.Intercept;
        return new Attribution(Method, output, row, space.Features, values, prediction, baseValue, neighbourhood.Conditions)
        {
            LocalFidelity = local.Fidelity,
        };
    }

    /// <summary>√exp(−d²/width²) for the distance d of each neighbour's places from the row's.</summary>
    private double[] Weights(ReadOnlySpan<float> places, ReadOnlySpan<float> rowPlaces)
    {
        int count = places.Length / rowPlaces.Length;
        float[] squares = new float[count], distances = new float[count];
        for (int feature = 0; feature < rowPlaces.Length; feature++)
        {
            TensorPrimitives.Subtract(places.Slice(feature * count, count), rowPlaces[feature], distances);
            TensorPrimitives.MultiplyAdd(distances, distances, squares, squares);
        }

        double[] weights = Array.ConvertAll(squares, square => -0.5 * Math.Pow(Math.Sqrt(square) / kernelWidth, 2));
        TensorPrimitives.Exp<double>(weights, weights);
        return weights;
    }

    /// <summary>What one worker writes neighbours into.</summary>
    private sealed class NeighbourBuffer(Shape rowShape, int terms, int rows) : RowBuffer(rowShape, rows)
    {
        public float[] Places { get; } = new float[rows * terms];

        public Scratch Scratch { get; } = new();
    }
}
