namespace NeuralNet;

/// <summary>The curve whose area <see cref="AUC"/> computes.</summary>
public enum AUCCurve
{
    /// <summary>The receiver operating characteristic: recall over the false positive rate.</summary>
    Roc,

    /// <summary>Precision over recall.</summary>
    PrecisionRecall,

    /// <summary>
    /// Precision gain over recall gain, 1 − (P/N)·FP/TP over 1 − (P/N)·FN/TP for P positives and N negatives: 0 for a model that predicts
    /// only positives. Flach and Kull, "Precision-recall-gain curves", 2015.
    /// </summary>
    PrecisionRecallGain,
}
