namespace NeuralNet.Explainability;

/// <summary>
/// Puts a simple linear model in the place of the real one near a row: neighbours are drawn from the background, predicted, weighted
/// by their nearness, and fitted. How well the simple model fits is stated as R², the local fidelity; without it the values mean
/// little. Ribeiro, Singh and Guestrin, "'Why should I trust you?' Explaining the predictions of any classifier", 2016.
/// </summary>
/// <remarks>
/// Discretized, a feature is cut at the background's quartiles, and its value is the effect of lying in the row's quarter. Continuous,
/// it is the slope times the distance from the background's mean. A group of columns is a category: its value is the effect of being
/// the row's. A feature that is constant in the background has the value 0. The weight of a neighbour at distance d is
/// √exp(−d²/width²).
/// </remarks>
public sealed class Lime : PredictionExplainer
{
    private readonly LimeSpace space;
    private readonly int samples;
    private readonly double kernelWidth;
    private readonly LocalRegression regression;

    /// <summary>Makes the explainer.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="background">Usual rows, the training data or some hundred of them: what neighbours are made of.</param>
    /// <param name="discretize">Whether features are cut at their quartiles; true by default.</param>
    /// <param name="samples">The number of neighbours, 5000 by default; the first is the row itself.</param>
    /// <param name="kernelWidth">How far nearness reaches; 0.75·√features by default.</param>
    /// <param name="regression">How the linear model is fitted; <see cref="LocalRegression.Ridge"/> with penalty 1 by default.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">The background has no rows or contains NaN, or the features do not fit.</exception>
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
    }

    private protected override Shape RowShape { get; }

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run) =>
        ExplainEach(rows, predictions, run, (row, prediction, part) => Explain(row, prediction, output, part));

    private Attribution Explain(Tensor row, float prediction, int output, Run run)
    {
        LimeSpace.Neighbourhood neighbourhood = space.Around(row.AsSpan());
        int terms = space.Features.Count;
        double[] design = new double[samples * terms], weights = new double[samples];
        double[] effects = Predictor.Means(samples, rowsPerItem: 1, row.Shape, Write, output, run);
        for (int i = 0; i < samples; i++)
            effects[i] -= prediction;

        LocalModel local = LocalModel.Fit(design, effects, weights, regression);
        double[] values = new double[terms];
        for (int feature = 0; feature < terms; feature++)
            values[feature] = local.Coefficients[feature] * design[feature];
        double baseValue = prediction + local.Intercept;
        return new Attribution(Method, output, row, space.Features, values, prediction, baseValue, neighbourhood.Conditions)
        {
            LocalFidelity = local.Fidelity,
        };

        void Write(int neighbour, int firstRow, Span<float> target)
        {
            Span<double> line = design.AsSpan(neighbour * terms, terms);
            double squaredDistance = neighbour == 0
                ? neighbourhood.WriteRow(target, line)
                : neighbourhood.Draw(run.Stream(neighbour), target, line);
            weights[neighbour] = Math.Exp(-0.5 * squaredDistance / (kernelWidth * kernelWidth));
        }
    }
}
