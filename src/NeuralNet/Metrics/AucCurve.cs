namespace NeuralNet;

/// <summary>The curve under which <see cref="Auc"/> takes the area.</summary>
public enum AucCurve
{
    /// <summary>The receiver operating characteristic: recall over the false positive rate.</summary>
    Roc,

    /// <summary>Precision over recall.</summary>
    PrecisionRecall,
}
