using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// The quantity that training minimizes: a value for each row of predictions and its targets. A row is the last axis. Losses with default
/// settings are static properties (<see cref="MeanSquaredError"/>), and Keras's names convert implicitly (<c>"mse"</c>).
/// The loss of a batch is Σ wᵢ·lᵢ / N over its N rows with sample weights w (1 if not given), unless <see cref="Reduction"/> says
/// otherwise.
/// </summary>
public abstract partial class Loss : IConfigurable<Loss>
{
    private Reduction reduction;

    /// <summary>The losses that a name or a file can create.</summary>
    internal static Registry<Loss> Known { get; } =
        new Registry<Loss>("loss", (loss, configuration) => loss.ReadShared(configuration)).AddAll();

    static Registry<Loss> IConfigurable<Loss>.Known => Known;

    /// <summary>The loss's name in Keras, such as <c>mean_squared_error</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The reduction of the rows' losses to that of the batch; <see cref="Reduction.SumOverBatchSize"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is undefined.</exception>
    public Reduction Reduction
    {
        get => reduction;
        init => reduction = Require.Defined(value, nameof(Reduction));
    }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Creates a loss from Keras's name; null gives null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Loss?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>
    /// Computes the loss of a batch of predictions, Σ wᵢ·lᵢ / N unless <see cref="Reduction"/> says otherwise, as Keras's <c>loss(y_true,
    /// y_pred)</c>.
    /// </summary>
    /// <param name="target">The targets, in the shape that the loss takes for the predictions.</param>
    /// <param name="prediction">The predictions, whose rows are their last axis: at least one.</param>
    /// <param name="sampleWeight">One weight for each row; null if all are 1.</param>
    /// <exception cref="ArgumentException">A shape does not match, or a target is invalid for the loss.</exception>
    public double Call(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        Loss loss = For(target, prediction, sampleWeight);
        var losses = new float[prediction.Length / prediction.Shape.Last];
        loss.Evaluate(target.Data, prediction.Data, prediction.Shape.Last, losses);
        ReadOnlySpan<float> weights = sampleWeight is null ? [] : sampleWeight.Data;
        double divisor = LossReduction.Divisor(loss.Reduction, losses.Length, losses.Length, weights);
        return LossReduction.FactorOf(divisor) * LossReduction.WeightedSum(losses, weights);
    }

    /// <summary>
    /// Computes the derivative of the loss of a batch, as <see cref="Call"/> returns it, with respect to the predictions.
    /// </summary>
    /// <returns>A tensor of the shape of the predictions.</returns>
    /// <inheritdoc cref="Call"/>
    public Tensor Gradient(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        Loss loss = For(target, prediction, sampleWeight);
        var gradient = new Tensor(prediction.Shape);
        int rows = prediction.Length / prediction.Shape.Last;
        loss.Gradient(target.Data, prediction.Data, prediction.Shape.Last, gradient.Data);
        ReadOnlySpan<float> weights = sampleWeight is null ? [] : sampleWeight.Data;
        double divisor = LossReduction.Divisor(loss.Reduction, rows, rows, weights);
        LossReduction.Scale(gradient.Data, (float)LossReduction.FactorOf(divisor), weights);
        return gradient;
    }

    /// <summary>Writes the loss of each row.</summary>
    /// <param name="target">The targets, row by row, with the shape that <see cref="TargetShape"/> returns.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="losses">The span that receives one value for each row.</param>
    protected internal abstract void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses);

    /// <summary>Writes the derivative of each row's loss with respect to its predictions.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="gradient">The span that receives the derivatives, in the layout of the predictions.</param>
    protected internal abstract void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient);

    /// <summary>
    /// Returns whether the loss can be computed from the values before this activation (logits), which is more stable and faster. If so,
    /// training calls <see cref="EvaluateLogits"/> and <see cref="GradientLogits"/> instead.
    /// </summary>
    protected internal virtual bool FusesWith(Activation activation) => false;

    /// <summary>
    /// Writes the loss of each row from the values before the activation, for which <see cref="FusesWith"/> has returned true.
    /// </summary>
    protected internal virtual void EvaluateLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses) =>
        throw new NotSupportedException($"{ClassName} does not take logits.");

    /// <summary>Writes the derivative of each row's loss with respect to the values before the activation.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The values after the activation, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="gradient">The span that receives the derivatives with respect to the logits.</param>
    protected internal virtual void GradientLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        throw new NotSupportedException($"{ClassName} does not take logits.");

    /// <summary>
    /// Returns the shape of the targets for predictions of this shape, batch axis included: the shape of the predictions unless overridden.
    /// </summary>
    protected internal virtual Shape TargetShape(Shape prediction) => prediction;

    /// <summary>Validates all targets before training begins.</summary>
    /// <param name="target">The targets, in the shape that <see cref="TargetShape"/> returns.</param>
    /// <param name="prediction">The shape of the predictions, batch axis included.</param>
    /// <exception cref="ArgumentException">A target is invalid for this loss; the message says which and why.</exception>
    protected internal virtual void CheckTargets(Tensor target, Shape prediction)
    {
    }

    /// <summary>Returns a hint at the loss for targets whose shape does not match this one; empty if there is none.</summary>
    protected internal virtual string TargetHint(Shape target, Shape prediction) => "";

    /// <summary>Returns the loss for data of these shapes: this one unless overridden, as by "crossentropy".</summary>
    protected internal virtual Loss Resolve(Shape target, Shape prediction) => this;

    /// <summary>
    /// Writes the settings of the loss; none unless overridden. Save refuses a class of the program whose constructor takes parameters and
    /// that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("reduction", ReductionName(reduction));
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>Reads the settings that all losses share.</summary>
    internal void ReadShared(Configuration configuration)
    {
        string? name = configuration.GetString("reduction");
        reduction = name switch
        {
            null or "mean" or "sum_over_batch_size" => Reduction.SumOverBatchSize,
            "sum" => Reduction.Sum,
            "mean_with_sample_weight" => Reduction.MeanWithSampleWeight,
            _ => throw new FormatException($"The loss '{Name}' cannot have the reduction '{name}': training needs one number. "
                + "Known are sum_over_batch_size, sum, mean_with_sample_weight."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Returns the loss for these data.</summary>
    /// <exception cref="ArgumentException">The data do not match the loss.</exception>
    private Loss For(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.Rank == 0 || prediction.Length == 0)
            throw new ArgumentException($"The loss '{Name}' is of at least one row of predictions, (rows, …); they have the shape "
                + $"{prediction.Shape}.", nameof(prediction));
        Loss loss = Resolve(target.Shape, prediction.Shape);
        if (!loss.TargetShape(prediction.Shape).Equals(target.Shape))
            throw new ArgumentException($"The loss '{loss.Name}' takes targets of shape {loss.TargetShape(prediction.Shape)} for "
                + $"predictions of shape {prediction.Shape}; they have "
                + $"{target.Shape}.{loss.TargetHint(target.Shape, prediction.Shape)}", nameof(target));
        if (sampleWeight is not null && sampleWeight.Length != prediction.Length / prediction.Shape.Last)
            throw new ArgumentException($"The predictions of shape {prediction.Shape} have "
                + $"{Counted.Of(prediction.Length / prediction.Shape.Last, "row")}, each of which takes a weight; the weights have the "
                + $"shape {sampleWeight.Shape}.", nameof(sampleWeight));
        loss.CheckTargets(target, prediction.Shape);
        return loss;
    }

    private static string ReductionName(Reduction reduction) => reduction switch
    {
        Reduction.Sum => "sum",
        Reduction.MeanWithSampleWeight => "mean_with_sample_weight",
        _ => "sum_over_batch_size",
    };
}
