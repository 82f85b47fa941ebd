using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The file of a backup: the weights, the state of the optimizer, of the run and of its callbacks, the seed, and a description that
/// identifies the training; not the data.
/// </summary>
internal sealed class BackupFile
{
    private const string CallbacksPart = "callbacks";
    private const string WeightsPrefix = "weights/";

    private readonly string path;
    private readonly TrainingRun run;
    private readonly RunFingerprint fingerprint;
    private readonly Dictionary<string, Callback> callbacks = new(StringComparer.Ordinal);
    private SavedState? restored;
    private Action undo = () => { };

    public BackupFile(string path, TrainingRun run)
    {
        this.path = path;
        this.run = run;
        fingerprint = RunFingerprint.Of(run);
        foreach (Callback callback in run.Settings.Callbacks)
            callbacks.Add(NameFor(callback), callback);
    }

    public void Write()
    {
        var state = new SavedState();
        run.SaveState(state);
        foreach ((string name, Callback callback) in callbacks)
            SaveCallback(callback, name, state);
        var metadata = new FileMetadata(FileMetadata.BackupFormat);
        metadata.Set(FileMetadata.FingerprintKey, fingerprint.Json);
        metadata.Set(FileMetadata.SeedKey, run.Model.Seed);
        metadata.Set(FileMetadata.StateKey, TrainingStateFile.Write(run.OptimizerState));
        metadata.Set(FileMetadata.RunKey, state.Json);
        var tensors = run.Parameters.Select(parameter =>
            KeyValuePair.Create(WeightsPrefix + run.Graph.PathOf(parameter), parameter.Value)).ToList();
        tensors.AddRange(TrainingStateFile.Slots(run.OptimizerState, run.Compiled.Optimizer, run.Graph));
        tensors.AddRange(state.Tensors);
        AtomicFile.Write(path, stream => metadata.Write(stream, tensors));
    }

    /// <summary>
    /// Restores the run from the file, if it exists; of several processes, all from the file of rank 0. Nothing is changed before the whole
    /// file was read.
    /// </summary>
    /// <exception cref="ModelFileException">The file is damaged or of another training.</exception>
    public void Restore()
    {
        if (run.Exchange is null)
        {
            if (File.Exists(path))
                Guard(() => Read(Safetensors.Open(path)));
            return;
        }

        byte[] bytes = run.Exchange.FromFirst(run.IsOnFirstRank && File.Exists(path) ? File.ReadAllBytes(path) : []);
        if (bytes.Length > 0)
            Guard(() => Read(Safetensors.Open(new MemoryStream(bytes))));
    }

    /// <summary>
    /// Restores the state of the callbacks. If a callback cannot restore its state, the previous state of the model is restored.
    /// </summary>
    /// <exception cref="ModelFileException">A callback cannot restore its state.</exception>
    public void RestoreCallbacks()
    {
        if (restored?.Part(CallbacksPart) is not { } states)
            return;
        try
        {
            foreach ((string name, Callback callback) in callbacks)
            {
                if (states.Json.ContainsKey(name) && run.Callbacks.Contains(callback))
                    Guard(() => callback.RestoreState(run, states.Part(name)));
            }
        }
        catch
        {
            undo();
            throw;
        }

        (restored, undo) = (null, () => { });
    }

    private void Read(Safetensors opened)
    {
        using Safetensors file = opened;
        FileMetadata metadata = FileMetadata.Read(file) is { } own && own.IsOf(FileMetadata.BackupFormat)
            ? own
            : throw new ModelFileException("the file is no backup of a training");
        fingerprint.Check(metadata.GetJson<JsonObject>(FileMetadata.FingerprintKey));
        int seed = (int)metadata.GetInt64(FileMetadata.SeedKey, int.MinValue, int.MaxValue);
        Tensor[] weights = [.. run.Parameters.Select(parameter => ReadWeights(file, parameter))];
        OptimizerState optimizerState = TrainingStateFile.Read(
            metadata.GetJson<JsonObject>(FileMetadata.StateKey), run.Compiled.Optimizer, run.Graph, file);
        var state = new SavedState(metadata.GetJson<JsonObject>(FileMetadata.RunKey), TensorsOfRun(file));
        RequireCallbacks(state.Part(CallbacksPart));

        run.RestoreState(state);
        if (run.IsFollower)
            return;
        (Tensor[] oldWeights, OptimizerState oldState, int oldSeed) =
            ([.. run.Parameters.Select(parameter => parameter.Value.Clone())], run.OptimizerState.Clone(), run.Model.Seed);
        undo = () => SetModel(oldWeights, oldState, oldSeed);
        SetModel(weights, optimizerState, seed);
        restored = state;
    }

    private void SetModel(Tensor[] weights, OptimizerState optimizerState, int seed)
    {
        for (int i = 0; i < weights.Length; i++)
            run.Parameters[i].SetValue(weights[i]);
        run.OptimizerState.TakeOver(optimizerState);
        run.Model.Seed = seed;
    }

    private Tensor ReadWeights(Safetensors file, Parameter parameter)
    {
        string name = WeightsPrefix + run.Graph.PathOf(parameter);
        return file.Entries.TryGetValue(name, out SafetensorsEntry? entry) && entry.HasShape(parameter.Shape)
            ? file.Read(name)
            : throw new ModelFileException($"it has no tensor '{name}' of shape {parameter.Shape}");
    }

    /// <summary>Reads the tensors of the callbacks and of the metrics.</summary>
    private static Dictionary<string, Tensor> TensorsOfRun(Safetensors file) => file.Entries.Keys
        .Where(name => name.StartsWith(CallbacksPart + "/", StringComparison.Ordinal)
            || name.StartsWith(TrainingRun.FiguresPart + "/", StringComparison.Ordinal))
        .ToDictionary(name => name, file.Read, StringComparer.Ordinal);

    /// <summary>
    /// Validates that each callback with saved state still exists; new callbacks start without state. Callbacks of rank 0 need not exist
    /// on other ranks.
    /// </summary>
    private void RequireCallbacks(SavedState states)
    {
        if (!run.IsOnFirstRank)
            return;
        foreach ((string name, _) in states.Json)
        {
            if (!callbacks.ContainsKey(name))
                throw new ModelFileException($"it is of a training with the callback {name}, which is not among those given now");
        }
    }

    private void SaveCallback(Callback callback, string name, SavedState state)
    {
        var own = new SavedState([], state.Tensors, $"{CallbacksPart}/{name}/");
        int tensors = state.Tensors.Count;
        callback.SaveState(run, own);
        if (own.Json.Count > 0 || state.Tensors.Count > tensors)
            state.Part(CallbacksPart).Json[name] = own.Json;
    }

    /// <summary>Returns the class of the callback, with a number for further callbacks of the class: "EarlyStopping 2".</summary>
    private string NameFor(Callback callback)
    {
        string name = callback.GetType().Name, unique = name;
        for (int number = 2; callbacks.ContainsKey(unique); number++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
        return unique;
    }

    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (
            exception is FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new ModelFileException($"The training cannot go on from its backup '{path}': {exception.Message.TrimEnd('.')}. Delete "
                + "the file to train from the beginning.", exception);
        }
    }
}
