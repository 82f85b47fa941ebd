namespace NeuralNet.Tests;

/// <summary>Tests that the properties of optimizers, metrics and callbacks return the arguments of the constructors.</summary>
public class ReadableSettingsTests
{
    [Fact]
    public void OfOptimizers()
    {
        var rms = new RMSprop(0.5f, 0.25f, 0.75f, 2, true);
        Assert.Equal((0.25f, 0.75f, 2f, true), (rms.Rho, rms.Momentum, rms.Epsilon, rms.Centered));
        var adamW = new AdamW(0.5f, 0.125f, 0.25f, 0.75f, 2, true);
        Assert.Equal((0.125f, 0.25f, 0.75f, 2f, true), (adamW.WeightDecay, adamW.Beta1, adamW.Beta2, adamW.Epsilon, adamW.Amsgrad));
        Assert.Equal(0.5f, adamW.LearningRate.At(0));
        Assert.Equal((0.25f, true), (new SGD(1, 0.25f, true).Momentum, new SGD(1, 0.25f, true).Nesterov));
        Assert.Equal((0.25f, 2f), (new Adagrad(1, 0.25f, 2).InitialAccumulatorValue, new Adagrad(1, 0.25f, 2).Epsilon));
    }

    [Fact]
    public void OfMetrics()
    {
        var area = new AUC(curve: AUCCurve.PrecisionRecall, thresholds: [0.75f, 0.25f]);
        Assert.Equal((4, AUCCurve.PrecisionRecall, false), (area.NumThresholds, area.Curve, area.Exact));
        Assert.Equal([0.25f, 0.75f], area.Thresholds!);
        var recall = new Recall(0.25f, 2, 1);
        Assert.Equal((2, 1), (recall.TopK, recall.ClassId));
        Assert.Equal([0.25f], recall.Thresholds!);
        Assert.Null(new Precision().Thresholds);
        var score = new F1Score(ClassAverage.Macro, 0.5f);
        Assert.Equal((ClassAverage.Macro, 0.5f), (score.Average, score.Threshold));
        var top = new SparseTopKCategoricalAccuracy(3, true);
        Assert.Equal((3, true), (top.K, top.FromSortedIds));
        Assert.Equal(0.25f, new BinaryAccuracy(0.25f).Threshold);
    }

    [Fact]
    public void OfCallbacks()
    {
        var stopping = new EarlyStopping("loss", -0.5f, 3, true, MonitorMode.Min, 2, true, 4);
        Assert.Equal(
            ("loss", 0.5f, 3, true, MonitorMode.Min, 2, true, 4),
            (stopping.Monitor, stopping.MinDelta, stopping.Patience, stopping.Verbose, stopping.Mode, stopping.Baseline!.Value,
                stopping.RestoreBestWeights, stopping.StartFromEpoch));
        var plateau = new ReduceLROnPlateau("loss", 0.5f, 3, true, MonitorMode.Max, 0.25f, 4, 0.125f);
        Assert.Equal(
            ("loss", 0.5f, 3, true, MonitorMode.Max, 0.25f, 4, 0.125f),
            (plateau.Monitor, plateau.Factor, plateau.Patience, plateau.Verbose, plateau.Mode, plateau.MinDelta, plateau.Cooldown,
                plateau.MinLr));
        var checkpoint = new ModelCheckpoint("{epoch}.safetensors", "loss", true, true, true, MonitorMode.Min, 5, 0.5);
        Assert.Equal(
            ("{epoch}.safetensors", "loss", true, true, true, MonitorMode.Min, 5, 0.5),
            (checkpoint.Filepath, checkpoint.Monitor, checkpoint.Verbose, checkpoint.SaveBestOnly, checkpoint.SaveWeightsOnly,
                checkpoint.Mode, checkpoint.SaveFreq.Batches!.Value, checkpoint.InitialValueThreshold!.Value));
        var backup = new BackupAndRestore("backup", 5, false);
        Assert.Equal(("backup", 5, false), (backup.BackupDir, backup.SaveFreq.Batches!.Value, backup.DeleteCheckpoint));
        var logger = new CSVLogger("log.csv", ";", true);
        Assert.Equal(("log.csv", ";", true), (logger.Filename, logger.Separator, logger.Append));
        var board = new TensorBoard("runs", 2, 3);
        Assert.Equal(("runs", 2, 3), (board.LogDir, board.HistogramFreq, board.UpdateFreq));
        Func<int, float, float> schedule = (_, rate) => rate;
        Assert.Same(schedule, new LearningRateScheduler(schedule, true).Schedule);
    }
}
