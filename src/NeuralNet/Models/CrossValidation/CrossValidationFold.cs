namespace NeuralNet;

/// <summary>The results of one fold of a <see cref="CrossValidation"/>.</summary>
public sealed class CrossValidationFold
{
    internal CrossValidationFold(History history, Evaluation evaluation) => (History, Evaluation) = (history, evaluation);

    /// <summary>The figures of each epoch on the training part.</summary>
    public History History { get; }

    /// <summary>The loss and the metrics on the test part.</summary>
    public Evaluation Evaluation { get; }
}
