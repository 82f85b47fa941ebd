using System.Globalization;
using NeuralNet.Tests;

// What a test starts in a process of its own, to kill it or to let it fail: the saving of models, or the training of this name in this
// folder, which after so many batches waits for its end.
switch (args[0])
{
    case SavingProcess.Name:
        SavingProcess.SaveForEver(args[1]);
        break;
    case SavingProcess.HalfName:
        SavingProcess.SaveHalf(args[1]);
        break;
    case SavingProcess.LimitedName:
        SavingProcess.SaveOnce(args[1]);
        break;
    default:
        ResumableTraining.RunChild(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        break;
}
